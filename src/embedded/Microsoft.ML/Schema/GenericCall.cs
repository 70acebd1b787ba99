using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Calls a generic method whose type argument is known only at run time.</summary>
internal static class GenericCall
{
    private const BindingFlags Flags = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DoNotWrapExceptions | BindingFlags.DeclaredOnly;

    public static object Static(Type owner, string method, Type typeArgument, params object[] arguments)
        => owner.GetMethod(method, Flags | BindingFlags.Static).MakeGenericMethod(typeArgument).Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    public static object Instance(object target, Type owner, string method, Type typeArgument, params object[] arguments)
        => owner.GetMethod(method, Flags | BindingFlags.Instance).MakeGenericMethod(typeArgument).Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    /// <summary>Creates an instance of a generic class.</summary>
    public static object Create(Type openType, Type typeArgument, params object[] arguments) => Create(openType, [typeArgument], arguments);

    public static object Create(Type openType, Type[] typeArguments, params object[] arguments)
        => Activator.CreateInstance(openType.MakeGenericType(typeArguments), BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DoNotWrapExceptions, null, arguments, null);
}
