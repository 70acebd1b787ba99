using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Conversions of modules that return the module in its own type.</summary>
public static class ModuleExtensionMethods
{
    public static T to<T>(this T module, Device device, bool non_blocking = false)
        where T : nn.Module => (T)module.ConvertTo(null, device);

    public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1, bool non_blocking = false)
        where T : nn.Module => (T)module.ConvertTo(null, new Device(deviceType, deviceIndex));

    public static T to<T>(this T module, string device, bool non_blocking = false)
        where T : nn.Module => (T)module.ConvertTo(null, new Device(device));

    public static T to<T>(this T module, ScalarType type, bool non_blocking = false)
        where T : nn.Module => (T)module.ConvertTo(type, null);

    public static T to<T>(this T module, Device device, ScalarType type, bool non_blocking = false)
        where T : nn.Module => (T)module.ConvertTo(type, device);

    public static T cpu<T>(this T module, bool non_blocking = false)
        where T : nn.Module => module;
}
