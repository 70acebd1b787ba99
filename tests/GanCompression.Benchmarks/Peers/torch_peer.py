"""The PyTorch side of the benchmark: interprets the same layer graph as the product and times one operation per request.

Started with the folder that holds a .json and a .npz of each network, and features.txt with the nodes that distillation compares.
Reads requests "forward HEIGHT BATCH", "train HEIGHT BATCH" or "distill HEIGHT BATCH" from standard input and answers each with
the nanoseconds it took.
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
        return self.values(x)[self.graph["output"]]

    def values(self, x):
        values = {self.graph["inputs"][0]["name"]: x}
        for node in self.graph["nodes"]:
            values[node["name"]] = self.apply_layer(node["name"], node["layer"], [values[i] for i in node["inputs"]])
        return values

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


class DistillationStep:
    """One step of distillation: both losses against the discriminator as it was, then both are updated; the teacher runs every time."""

    def __init__(self, folder, teacher, discriminator):
        with open(f"{folder}/features.txt") as f:
            self.features = f.read().split()
        self.teacher, self.discriminator, self.student = teacher, discriminator, GraphModule(folder, "student")
        self.adaptors = torch.nn.ModuleList(GraphModule(folder, f"adaptor_{i}") for i in range(len(self.features)))
        self.optimizer_g = torch.optim.Adam([*self.student.parameters(), *self.adaptors.parameters()], lr=2e-4, betas=(0.5, 0.999))
        self.optimizer_d = torch.optim.Adam(discriminator.parameters(), lr=2e-4, betas=(0.5, 0.999))

    def __call__(self, source, target):
        self.optimizer_d.zero_grad()
        self.optimizer_g.zero_grad()
        with torch.no_grad():
            taught = self.teacher.values(source)
        learned = self.student.values(source)
        fake = learned[self.student.graph["output"]]
        for parameter in self.discriminator.parameters():
            parameter.requires_grad_(True)
        loss = hinge_discriminator(self.discriminator(torch.cat((source, target), 1)), self.discriminator(torch.cat((source, fake.detach()), 1)))
        loss.backward()
        for parameter in self.discriminator.parameters():
            parameter.requires_grad_(False)
        loss = -self.discriminator(torch.cat((source, fake), 1)).mean() + 100 * F.l1_loss(fake, target)
        for adaptor, name in zip(self.adaptors, self.features):
            loss = loss + F.mse_loss(adaptor(learned[name]), taught[name])
        loss.backward()
        self.optimizer_d.step()
        self.optimizer_g.step()


def main():
    folder = sys.argv[1]
    torch.set_num_threads(1)
    torch.manual_seed(0)
    generator = GraphModule(folder, "generator")
    train = TrainingStep(generator, GraphModule(folder, "discriminator"))
    distill = DistillationStep(folder, GraphModule(folder, "generator"), GraphModule(folder, "discriminator"))
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
            (train if operation == "train" else distill)(source, target)
        print(time.perf_counter_ns() - start, flush=True)


if __name__ == "__main__":
    main()
