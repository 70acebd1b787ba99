"""Prints the numbers that the tests of this folder compare with. Run with PyTorch 1.13 or newer on the CPU: python3 reference.py"""
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)


def wave(*shape, step=0.7):
    """Deterministic values without a random generator: sin(step * i), row-major."""
    count = 1
    for size in shape:
        count *= size
    return torch.tensor([__import__("math").sin(step * i) for i in range(count)], dtype=torch.float32).reshape(shape)


def show(name, *tensors):
    for i, tensor in enumerate(tensors):
        values = tensor.detach().double().flatten()
        shown = ", ".join(f"{v:.6f}f" for v in values[:8])
        print(f"{name}[{i}] {list(tensor.shape)} sum {values.sum():.5f} square {(values * values).sum():.5f} first [{shown}]")


def layer(name, module, *inputs):
    inputs = [x.clone().requires_grad_() for x in inputs]
    y = module(*inputs)
    (y * wave(*y.shape, step=0.3)).sum().backward()
    show(name, y, inputs[0].grad)


x = wave(2, 3, 6, 5)
layer("conv2d", lambda t: F.conv2d(t, wave(4, 3, 3, 3, step=0.5), wave(4), stride=2, padding=1), x)
layer("conv2d depthwise", lambda t: F.conv2d(t, wave(3, 1, 3, 3, step=0.5), None, padding=1, groups=3), x)
layer("conv_transpose2d", lambda t: F.conv_transpose2d(t, wave(3, 2, 3, 3, step=0.5), wave(2), stride=2, padding=1, output_padding=1), x)
layer("linear", lambda t: F.linear(t, wave(4, 5, step=0.5), wave(4)), x)
layer("instance_norm", lambda t: F.instance_norm(t, weight=wave(3) + 1, bias=wave(3)), x)
layer("reflect", lambda t: F.pad(t, [2, 1, 1, 2], mode="reflect"), x)
layer("replicate", lambda t: F.pad(t, [2, 1, 1, 2], mode="replicate"), x)
layer("circular", lambda t: F.pad(t, [2, 1, 1, 2], mode="circular"), x)
layer("constant", lambda t: F.pad(t, [2, 1, 1, 2], mode="constant", value=0.5), x)
layer("nearest", lambda t: F.interpolate(t, scale_factor=2.0), x)
layer("bilinear", lambda t: F.interpolate(t, size=[9, 8], mode="bilinear", align_corners=False), x)
layer("bilinear corners", lambda t: F.interpolate(t, size=[9, 8], mode="bilinear", align_corners=True), x)
layer("bicubic", lambda t: F.interpolate(t, size=[9, 8], mode="bicubic", align_corners=False), x)
layer("area", lambda t: F.interpolate(t, size=[3, 2], mode="area"), x)
layer("avg_pool2d", lambda t: F.avg_pool2d(t, 3, 2, 1), x)
layer("max_pool2d", lambda t: F.max_pool2d(t, 3, 2, ceil_mode=True), x)
layer("adaptive", lambda t: F.adaptive_avg_pool2d(t, [2, 3]), x)
layer("leaky_relu", lambda t: F.leaky_relu(t, 0.2), x)
layer("softplus", lambda t: F.softplus(t), x)
layer("tanh", lambda t: torch.tanh(t), x)

target = wave(2, 3, 6, 5, step=0.4)
for name, loss in (("mse", F.mse_loss), ("l1", F.l1_loss), ("smooth_l1", F.smooth_l1_loss)):
    print(name, *(f"{loss(x, target, reduction=r).item():.6f}" for r in ("mean", "sum")))
print("bce", f"{F.binary_cross_entropy_with_logits(x, (target > 0).float()).item():.6f}")

bn = nn.BatchNorm2d(3, momentum=0.2)
y = bn(x)
y = bn(x * 2 + 1)
show("batch_norm train", y, bn.running_mean, bn.running_var, bn.num_batches_tracked)
bn.eval()
show("batch_norm eval", bn(x))


def optimise(name, make, steps=5):
    p = [wave(2, 3).clone().requires_grad_(), wave(4, step=0.2).clone().requires_grad_()]
    optimizer = make(p)
    for step in range(steps):
        optimizer.zero_grad()
        loss = ((p[0] - 0.3) ** 4).sum() + (p[1] * p[1] * wave(4, step=0.9)).sum()
        loss.backward()
        optimizer.step()
    show(name, *p)


optimise("adam", lambda p: torch.optim.Adam(p, lr=0.01, betas=(0.5, 0.999)))
optimise("adam decay", lambda p: torch.optim.Adam(p, lr=0.01, betas=(0.5, 0.99), weight_decay=0.1))
optimise("adam amsgrad maximize", lambda p: torch.optim.Adam(p, lr=0.01, amsgrad=True, maximize=True))
optimise("sgd", lambda p: torch.optim.SGD(p, lr=0.01))
optimise("sgd momentum", lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, weight_decay=0.1, nesterov=True))

torch.manual_seed(42)
show("seed 42 randn", torch.randn(4))
show("rand", torch.rand(4))
print("randperm", torch.randperm(8).tolist(), "randint", torch.randint(0, 100, (5,)).tolist())
torch.manual_seed(7)
conv = nn.Conv2d(2, 2, 3)
show("seed 7 Conv2d", conv.weight, conv.bias)

for name, make in (
    ("lambda", lambda o: torch.optim.lr_scheduler.LambdaLR(o, lambda e: 1.0 - max(0, e - 2) / 4)),
    ("linear", lambda o: torch.optim.lr_scheduler.LinearLR(o, 0.5, 1.0, 4)),
    ("step", lambda o: torch.optim.lr_scheduler.StepLR(o, 2, 0.5)),
):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
    schedule = make(optimizer)
    rates = [optimizer.param_groups[0]["lr"]]
    for _ in range(6):
        optimizer.step()
        schedule.step()
        rates.append(optimizer.param_groups[0]["lr"])
    print(name, [round(r, 6) for r in rates])

grads = [wave(3).requires_grad_(), wave(2, 2).requires_grad_()]
(sum((g * g).sum() for g in grads)).backward()
print("clip", f"{torch.nn.utils.clip_grad_norm_(grads, 1.0).item():.6f}")
show("clipped", *(g.grad for g in grads))
