"""Makes the files of PyTorch beside this script: python3 make_fixtures.py [many.pth]. Made with PyTorch 1.13 and NumPy 1.24.

x.pth is what PyTorch saved, x.npz the same values. written.pth goes the other way: PyTorchCheckpoint.Write made it, and
written.txt is what torch.load finds in it. many.pth, the table of 65,600 tensors of the tests, is checked likewise.
Files of the old format differ at each run: they name their storages by address.

python3 make_fixtures.py --check FILE... makes nothing: PyTorch loads each file that PyTorchCheckpoint.Write made, with
weights_only, and its tensors are printed as in written.txt; a file that is not as the writer promises ends it with status 1.
"""
import collections
import hashlib
import io
import os
import sys
import unittest.mock
import zipfile

import numpy
import torch
from torch import nn
from torch.nn.utils import parametrizations, parametrize, remove_spectral_norm, spectral_norm

folder = os.path.dirname(os.path.abspath(__file__))


def path(name):
    return os.path.join(folder, name)


def arrays(name, table):
    numpy.savez(path(name + ".npz"), **{key: numpy.ascontiguousarray(t.detach().numpy()).reshape(t.shape) for key, t in table.items()})


def save(name, value, **options):
    torch.save(value, path(name + ".pth"), **options)


def read_back(file):
    """One line per tensor: name, type, shape, bytes."""
    state = torch.load(file, weights_only=True)
    if type(state) is not collections.OrderedDict:
        raise ValueError(f"expected an OrderedDict of tensors, got {type(state).__name__}")
    for name, tensor in state.items():
        if not isinstance(tensor, torch.Tensor):
            raise ValueError(f"'{name}': expected a tensor, got {type(tensor).__name__}")
        if not tensor.is_contiguous() or tensor.requires_grad:
            raise ValueError(f"'{name}': expected a contiguous tensor without gradient, got strides {tensor.stride()}, requires_grad {tensor.requires_grad}")
        if tensor.storage().nbytes() != tensor.numel() * tensor.element_size():
            raise ValueError(f"'{name}': expected a storage of its own {tensor.numel() * tensor.element_size()} bytes, got {tensor.storage().nbytes()}")
        values = b"" if tensor.numel() == 0 else bytes(tensor.storage().untyped().tolist() if hasattr(tensor.storage(), "untyped") else [v & 255 for v in tensor.storage()._untyped()])
        yield " ".join([name.replace(" ", "_"), str(tensor.dtype)[6:], "x".join(map(str, tensor.shape)), values.hex()]).rstrip()


def check(files):
    """Status for the shell: 0 where PyTorch loads all files, and finds in them what the writer promises."""
    if not files:
        print("make_fixtures.py: --check needs a file: python3 make_fixtures.py --check FILE...", file=sys.stderr)
        return 2
    status = 0
    for file in files:
        try:
            lines = list(read_back(file))
        except Exception as error:  # A damaged pickle can raise nearly any type.
            print(f"{file}: {type(error).__name__}: {error}", file=sys.stderr)
            status = 1
        else:
            print("\n".join([f"{file}: {len(lines)} tensors", *lines]))
    return status


if sys.argv[1:2] == ["--check"]:
    sys.exit(check(sys.argv[2:]))

torch.manual_seed(1)
types = collections.OrderedDict(
    float32=torch.randn(2, 3), float64=torch.randn(3, dtype=torch.float64), float16=torch.randn(4).half(), int64=torch.tensor(-2**62),
    int32=torch.tensor([-5], dtype=torch.int32), int8=torch.tensor([-128, 127], dtype=torch.int8), uint8=torch.tensor([0, 255], dtype=torch.uint8),
    bool=torch.tensor([True, False]), empty=torch.zeros(0, 5), scalar=torch.tensor(1.5), parameter=nn.Parameter(torch.randn(2, 2)))
types["ünïcode"] = torch.randn(1)
arrays("types", types)
for protocol in (2, 3, 4, 5):
    save(f"types_zip{protocol}", types, pickle_protocol=protocol)
    save(f"types_legacy{protocol}", types, pickle_protocol=protocol, _use_new_zipfile_serialization=False)

base = torch.arange(120, dtype=torch.float32).reshape(2, 3, 4, 5)
views = dict(
    whole=base, transposed=base.permute(3, 1, 0, 2), channels_last=torch.randn(2, 3, 4, 5).contiguous(memory_format=torch.channels_last), row=base[1, 2],
    steps=base[:, ::2, 1::2, ::3], column=base[:, 1:2, :, 2], halves=base.half().transpose(0, 3), tied=base,
    doubles=torch.randn(6, 4, dtype=torch.float64).t(), bytes=torch.arange(20, dtype=torch.uint8).reshape(4, 5).t(), last=base[1, 2, 3, 4], none=base[:0, :, 2:])
arrays("views", views)
save("views_zip", views)
save("views_legacy", views, _use_new_zipfile_serialization=False)

net = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.InstanceNorm2d(4, track_running_stats=True))
arrays("module", net.state_dict())
save("module_plain", net.state_dict())
save("module_parallel", nn.DataParallel(net).state_dict())
save("refused_whole", net)
with unittest.mock.patch("inspect.getsourcelines", side_effect=OSError):  # The old format would carry PyTorch's source along.
    save("refused_whole_legacy", net, _use_new_zipfile_serialization=False)
program = io.BytesIO()
torch.jit.save(torch.jit.script(nn.Sequential(nn.Identity())), program)
with zipfile.ZipFile(program) as whole, zipfile.ZipFile(path("refused_program.pth"), "w") as file:
    for entry in whole.infolist():
        if not entry.filename.endswith(".debug_pkl"):  # Source and folders of the machine.
            file.writestr(zipfile.ZipInfo(entry.filename), whole.read(entry))
adam = torch.optim.Adam(net.parameters(), betas=(0.5, 0.999))
net(torch.randn(1, 3, 8, 8)).sum().backward()
adam.step()
arrays("training", net.state_dict())
save("training_full", {"epoch": 3, "best": torch.tensor(0.25), "arguments": {"lr": 2e-4, "seed": 2**70, "names": ["a", None, True]}, "optimizer": adam.state_dict(), "state_dict": net.state_dict()})

save("special", {
    "bfloat16": torch.tensor([1.0, -2.5]).bfloat16(), "int16": torch.tensor([-32768, 5, 32767], dtype=torch.int16),
    "int16_view": torch.tensor([[1, 2], [3, -4]], dtype=torch.int16).t()})
save("refused_complex", {"c": torch.zeros(2, dtype=torch.complex64)})
save("refused_expanded", {"x": torch.zeros(1).expand(1000)})
save("refused_numpy", numpy.float64(1))


def normalised(norm):
    return nn.ModuleDict(dict(a=norm(nn.Conv2d(3, 6, 4, bias=True)), b=norm(nn.ConvTranspose2d(6, 4, 3)), c=norm(nn.ConvTranspose2d(4, 4, 3)), d=nn.Conv2d(4, 2, 1)))


def run(network):
    x = torch.randn(1, 3, 9, 9)
    for name in "abcd":
        x = network[name](x)


torch.manual_seed(3)
hooks = normalised(spectral_norm)
for _ in range(3):
    run(hooks)
save("spectral_hooks", hooks.state_dict())
for name in "abc":
    remove_spectral_norm(hooks[name])
save("spectral_hooks_removed", hooks.state_dict())
parametrized = normalised(parametrizations.spectral_norm)
run(parametrized)
save("spectral_parametrized", parametrized.eval().state_dict())
for name in "abc":
    parametrize.remove_parametrizations(parametrized[name], "weight")
save("spectral_parametrized_removed", parametrized.state_dict())

if os.path.exists(path("written.pth")):
    with open(path("written.txt"), "w", encoding="utf-8", newline="\n") as file:
        file.writelines(line + "\n" for line in read_back(path("written.pth")))
for many in sys.argv[1:]:
    state = torch.load(many)
    assert len(state) == 65_600 and all(t.shape == () and float(t) == i and name == f"w{i}" for i, (name, t) in enumerate(state.items()))
    with open(many, "rb") as file:
        print("SHA-256 of the table of many tensors:", hashlib.sha256(file.read()).hexdigest())
