"""Makes the expected values of RgbImageTests.Resize_AgainstTorch_Agrees: one dimension at a time, rounded to 8 bits after each."""
import torch

image = torch.tensor([[(x * x * 37 + y * 91 + c * 53 + x * y * 17) % 256 for c in range(3)] for y in range(5) for x in range(7)])
image = image.reshape(1, 5, 7, 3).permute(0, 3, 1, 2).double()


def resize(values, size):
    result = torch.nn.functional.interpolate(values, size=size, mode="bicubic", align_corners=False, antialias=True)
    return torch.floor(result + 0.5).clamp(0, 255)


for width, height in [(4, 3), (12, 9), (3, 8)]:
    resized = resize(resize(image, (5, width)), (height, width))
    print(width, height, ", ".join(str(int(v)) for v in resized.permute(0, 2, 3, 1).flatten()))
