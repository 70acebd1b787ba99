"""PyTorch runs one generator: NAME.json and NAME.npz with the graph and its weights, NAME.in with the image as raw floats.

Started with the path of NAME, the image size and the number of threads. Writes the result to NAME.out, says its version, then answers
each line of standard input with the nanoseconds that one run took, on the clock and of processor time, after a run to warm up.
"""
import sys
import time

import numpy as np
import torch

from torch_peer import GraphModule


def main():
    path, size, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    torch.set_num_threads(threads)
    folder, name = path.rsplit("/", 1)
    network = GraphModule(folder, name)
    image = torch.from_numpy(np.fromfile(path + ".in", dtype="<f4")).reshape(1, -1, size, size)
    with torch.no_grad():
        network(image).numpy().astype("<f4").tofile(path + ".out")
        print(torch.__version__, flush=True)
        for _ in sys.stdin:
            network(image)
            wall, processor = time.perf_counter_ns(), time.process_time_ns()
            network(image)
            print(time.perf_counter_ns() - wall, time.process_time_ns() - processor, flush=True)


if __name__ == "__main__":
    main()
