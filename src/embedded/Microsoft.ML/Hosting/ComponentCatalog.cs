using System.Reflection;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.Runtime;

public sealed class ComponentCatalog
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Type> _factories = [];
    private readonly HashSet<Assembly> _assemblies = [];

    internal ComponentCatalog()
    {
    }

    public void RegisterAssembly(Assembly assembly, bool throwOnError = true)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        lock (_lock)
        {
            if (!_assemblies.Add(assembly))
            {
                return;
            }

            foreach (Type type in LoadableTypes(assembly))
            {
                foreach (ExtensionBaseAttribute attribute in type.GetCustomAttributes<ExtensionBaseAttribute>())
                {
                    AddFactory(attribute.ContractName, type, throwOnError);
                }
            }
        }
    }

    /// <summary>The factory registered under a contract name, freshly created.</summary>
    internal object CreateFactory(string contractName)
    {
        Type type;
        lock (_lock)
        {
            if (!_factories.TryGetValue(contractName, out type))
            {
                throw new InvalidOperationException(
                    $"The extension '{contractName}' was not found: load the assembly of its factory with MLContext.ComponentCatalog.RegisterAssembly before the model.");
            }
        }

        return Activator.CreateInstance(type);
    }

    private static IEnumerable<Type> LoadableTypes(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException exception)
        {
            // Types of a missing optional dependency: the factories are among the others.
            return exception.Types.Where(type => type != null);
        }
    }

    private void AddFactory(string contractName, Type type, bool throwOnError)
    {
        if (_factories.TryGetValue(contractName, out Type known) && known != type)
        {
            if (throwOnError)
            {
                throw new InvalidOperationException(
                    $"The extension '{contractName}' is claimed by two types, '{known.FullName}' and '{type.FullName}': contract names must be unique.");
            }

            return;
        }

        if (type.GetConstructor(Type.EmptyTypes) == null)
        {
            if (throwOnError)
            {
                throw new InvalidOperationException($"The extension '{contractName}' cannot be created: '{type.FullName}' has no public parameterless constructor.");
            }

            return;
        }

        _factories[contractName] = type;
    }
}
