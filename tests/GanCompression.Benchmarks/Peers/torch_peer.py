"""The PyTorch side of the benchmark: interprets the same layer graph as the product and times one operation per request.

Started with the folder that holds generator.json, generator.npz, discriminator.json and discriminator.npz. Reads requests
"forward HEIGHT BATCH" or "train HEIGHT BATCH" from standard input and answers each with the nanoseconds it took.
"""
import json
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F


class GraphModule(torch.nn.Module):
    def __init__(self, folder, name):
        super().__init__()
        with open(f"{folder}/{name}.json") as f:
            self.graph = json.load(f)
        with np.load(f"{folder}/{name}.npz") as arrays:
            self.weights = {key: torch.nn.Parameter(torch.from_numpy(arrays[key])) for key in arrays.files}
        for index, parameter in enumerate(self.weights.values()):
            self.register_parameter(f"p{index}", parameter)

    def forward(self, x):
        values = {self.graph["inputs"][0]["name"]: x}
        for node in self.graph["nodes"]:
            values[node["name"]] = self.apply_layer(node["name"], node["layer"], [values[i] for i in node["inputs"]])
        return values[self.graph["output"]]

    def apply_layer(self, name, layer, x):
        kind, weight, bias = layer["kind"], self.weights.get(f"{name}.weight"), self.weights.get(f"{name}.bias")
        if kind == "conv2d":
            padding = (layer["paddingHeight"], layer["paddingWidth"])
            return F.conv2d(x[0], weight, bias, stride=layer["stride"], padding=padding, groups=layer["groups"])
        if kind == "conv_transpose2d":
            return F.conv_transpose2d(x[0], weight, bias, stride=layer["stride"], padding=layer["padding"], output_padding=layer["outputPadding"])
        if kind == "instance_norm2d":
            return F.instance_norm(x[0], eps=layer["epsilon"])
        if kind == "relu":
            return F.relu(x[0])
        if kind == "leaky_relu":
            return F.leaky_relu(x[0], layer["negativeSlope"])
        if kind == "tanh":
            return torch.tanh(x[0])
        if kind == "clamp":
            return torch.clamp(x[0], layer["min"], layer["max"])
        if kind == "reflection_pad2d":
            return F.pad(x[0], (layer["padding"],) * 4, mode="reflect")
        if kind == "add":
            return x[0] + x[1]
        raise ValueError(f"{name}: unknown layer {kind}")


def hinge_discriminator(real, fake):
    return 0.5 * (F.relu(1 - real).mean() + F.relu(1 + fake).mean())


class TrainingStep:
    """One pix2pix step: the discriminator, then the generator against the updated discriminator."""

    def __init__(self, generator, discriminator):
        self.generator, self.discriminator = generator, discriminator
        self.optimizer_g = torch.optim.Adam(generator.parameters(), lr=2e-4, betas=(0.5, 0.999))
        self.optimizer_d = torch.optim.Adam(discriminator.parameters(), lr=2e-4, betas=(0.5, 0.999))

    def __call__(self, source, target):
        fake = self.generator(source)
        for parameter in self.discriminator.parameters():
            parameter.requires_grad_(True)
        self.optimizer_d.zero_grad()
        loss = hinge_discriminator(self.discriminator(torch.cat((source, target), 1)), self.discriminator(torch.cat((source, fake.detach()), 1)))
        loss.backward()
        self.optimizer_d.step()
        for parameter in self.discriminator.parameters():
            parameter.requires_grad_(False)
        self.optimizer_g.zero_grad()
        loss = -self.discriminator(torch.cat((source, fake), 1)).mean() + 100 * F.l1_loss(fake, target)
        loss.backward()
        self.optimizer_g.step()


def main():
    folder = sys.argv[1]
    torch.set_num_threads(1)
    torch.manual_seed(0)
    generator = GraphModule(folder, "generator")
    step = TrainingStep(generator, GraphModule(folder, "discriminator"))
    print(torch.__version__, flush=True)
    for line in sys.stdin:
        operation, height, batch = line.split()
        source = torch.rand(int(batch), 3, int(height), int(height)) * 2 - 1
        target = torch.rand_like(source) * 2 - 1
        start = time.perf_counter_ns()
        if operation == "forward":
            with torch.no_grad():
                generator(source)
        else:
            step(source, target)
        print(time.perf_counter_ns() - start, flush=True)


main()
