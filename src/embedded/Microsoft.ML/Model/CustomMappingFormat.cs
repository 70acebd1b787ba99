using System.Reflection;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.Model;

internal static class CustomMappingFormat
{
    public static ITransformer Load(ModelReader reader)
    {
        string contractName = reader.ReadString();
        string assemblyName = reader.ReadString();
        reader.Components.RegisterAssembly(Assembly.Load(assemblyName));
        return reader.Components.CreateFactory(contractName) is ICustomMappingFactory factory
            ? factory.CreateTransformer(contractName)
            : throw new InvalidOperationException($"The class with contract '{contractName}' must derive from '{typeof(CustomMappingFactory<,>).FullName}'.");
    }
}
