namespace TorchSharp;

public static partial class torch
{
    public static readonly Device CPU = new(DeviceType.CPU);

    public static Device CUDA => new(DeviceType.CUDA);

    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    public static Device device(string description) => new(description);

    public static bool cuda_is_available() => cuda.is_available();

    /// <summary>Checks that a device can be used here; null stands for the CPU.</summary>
    public static Device InitializeDevice(Device? device)
    {
        if (device is not null)
            InitializeDeviceType(device.type);
        return device ?? CPU;
    }

    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (deviceType != DeviceType.CPU)
            throw new InvalidOperationException(
                $"Torch device type {deviceType} is not available: this build of TorchSharp runs on the system's libtorch, on the CPU only. " +
                "Use torch.CPU, or the TorchSharp package with a CUDA backend.");
    }

    /// <summary>A device type and the number of the device.</summary>
    public class Device
    {
        public Device(string description)
        {
            var parts = description.Split(':');
            type = parts[0].ToUpperInvariant() switch
            {
                "CPU" => DeviceType.CPU,
                "CUDA" => DeviceType.CUDA,
                "META" => DeviceType.META,
                _ => throw new ArgumentException($"'{description}' names no device; expected 'cpu' or 'cuda', with ':' and a number if there are several."),
            };
            index = parts.Length > 1
                ? int.TryParse(parts[1], out var number) ? number : throw new ArgumentException($"'{parts[1]}' in '{description}' is no device number.")
                : type == DeviceType.CUDA ? 0 : -1;
        }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = type == DeviceType.CUDA && index < 0 ? 0 : index;
        }

        public DeviceType type { get; }

        public int index { get; }

        public static implicit operator Device(string description) => new(description);

        public override string ToString()
        {
            var name = type.ToString().ToLowerInvariant();
            return index < 0 ? name : $"{name}:{index}";
        }
    }
}
