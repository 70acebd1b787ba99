using System.Reflection;
using TorchSharp.Interop;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Neural network modules, losses and their helpers.</summary>
    public static partial class nn
    {
        /// <summary>
        /// A part of a network: owns parameters, buffers and submodules by name. A subclass calls <see cref="RegisterComponents"/>
        /// at the end of its constructor, which registers its fields, or registers them one by one.
        /// </summary>
        public class Module : IDisposable
        {
            protected DeviceType _deviceType = DeviceType.CPU;
            protected int _deviceIndex = -1;
            protected string? name;

            private readonly OrderedTable<Parameter> _parameterTable = new();
            private readonly OrderedTable<(Tensor Tensor, bool Persistent)> _bufferTable = new();
            private readonly OrderedTable<Module> _moduleTable = new();
            private bool _training = true;
            private bool _componentsRegistered;
            private bool _disposed;

            protected Module(string name) => this.name = name;

            public virtual bool training => _training;

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            public virtual string GetName() => name ?? GetType().Name;

            public virtual void train(bool train = true)
            {
                _training = train;
                foreach (var (_, module) in named_children())
                    module.train(train);
            }

            public virtual void eval() => train(false);

            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var parameter in parameters())
                {
                    using var grad = parameter.grad;
                    if (grad is null)
                        continue;
                    if (set_to_none)
                        parameter.grad = null;
                    else
                        grad.zero_();
                }
            }

            public virtual Module apply(Action<Module> fn)
            {
                foreach (var (_, module) in _moduleTable.Pairs)
                    module.apply(fn);
                fn(this);
                return this;
            }

            public virtual IEnumerable<(string name, Module module)> named_children() => _moduleTable.Pairs;

            public virtual IEnumerable<Module> children() => named_children().Select(child => child.module);

            /// <summary>All modules below this one: the children first, then what is below each.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var child in _moduleTable.Pairs)
                    yield return child;
                foreach (var (childName, child) in _moduleTable.Pairs)
                    foreach (var (below, module) in child.named_modules())
                        yield return ($"{childName}.{below}", module);
            }

            public virtual IEnumerable<Module> modules() => named_modules().Select(m => m.module);

            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
                foreach (var (own, parameter) in _parameterTable.Pairs)
                    if (!parameter.IsInvalid && seen.Add(parameter))
                        yield return (own, parameter);
                if (!recurse)
                    yield break;
                foreach (var (childName, child) in _moduleTable.Pairs)
                    foreach (var (below, parameter) in child.named_parameters())
                        if (seen.Add(parameter))
                            yield return ($"{childName}.{below}", parameter);
            }

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(p => p.parameter);

            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
                foreach (var (own, (buffer, persistent)) in _bufferTable.Pairs)
                    if (persistent && !buffer.IsInvalid && seen.Add(buffer))
                        yield return (own, buffer);
                if (!recurse)
                    yield break;
                foreach (var (childName, child) in _moduleTable.Pairs)
                    foreach (var (below, buffer) in child.named_buffers(true, include_nonpersistent))
                        if (seen.Add(buffer))
                            yield return ($"{childName}.{below}", buffer);
            }

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(b => b.buffer);

            public virtual bool has_parameter(string target) => get_parameter(target) is not null;

            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            public virtual Parameter? get_parameter(string target) =>
                _parameterTable.TryGet(target, out var own)
                    ? own
                    : Below(target, (module, below) => module.get_parameter(below));

            public virtual Tensor? get_buffer(string target) =>
                _bufferTable.TryGet(target, out var own)
                    ? own.Tensor
                    : Below(target, (module, below) => module.get_buffer(below));

            public virtual void register_parameter(string name, Parameter param)
            {
                if (param is null || param.IsInvalid)
                    throw new ArgumentNullException(nameof(param), $"The parameter '{name}' is null or disposed.");
                if (!_parameterTable.TryAdd(name, param))
                    throw new InvalidOperationException($"Parameter {name} is already registered.");
            }

            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                if (tensor is null || tensor.IsInvalid)
                    throw new ArgumentNullException(nameof(tensor), $"The buffer '{name}' is null or disposed.");
                if (!_bufferTable.TryAdd(name, (tensor, persistent)))
                    throw new InvalidOperationException($"Tensor {name} is already registered.");
            }

            public void add_module(string name, Module module) => register_module(name, module);

            public virtual void register_module(string name, Module submodule)
            {
                if (submodule is null || submodule._disposed)
                {
                    _moduleTable.Remove(name);
                    return;
                }
                if (string.IsNullOrEmpty(name))
                    throw new ArgumentException("A module name cannot be empty.", nameof(name));
                if (name.Contains('.'))
                    throw new ArgumentException($"A module name cannot contain '.', but got '{name}'.", nameof(name));
                submodule.RegisterComponents();
                if (!_moduleTable.TryAdd(name, submodule))
                    throw new InvalidOperationException($"Sub-module {name} is already registered.");
            }

            /// <summary>Parameters, then buffers, by name; the tensors themselves, not copies.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                string Key(string key) => string.IsNullOrEmpty(prefix) ? key : $"{prefix}.{key}";
                foreach (var (key, parameter) in named_parameters())
                    destination.TryAdd(Key(key), parameter);
                foreach (var (key, buffer) in named_buffers(include_nonpersistent: false))
                    destination.TryAdd(Key(key), buffer);
                foreach (var (key, module) in _moduleTable.Pairs)
                    module.state_dict(destination, Key(key));
                return destination;
            }

            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                var destination = state_dict();
                bool Wanted(string key) => skip is null || !skip.Contains(key);
                var missing = destination.Keys.Where(key => Wanted(key) && !source.ContainsKey(key)).ToList();
                var unexpected = source.Keys.Where(key => Wanted(key) && !destination.ContainsKey(key)).ToList();
                if (strict && missing.Count + unexpected.Count > 0)
                    throw new InvalidOperationException(
                        "The loaded state_dict is not identical to the target dictionary: " +
                        $"missing are [{string.Join(", ", missing)}], unexpected are [{string.Join(", ", unexpected)}].");

                using var mode = no_grad();
                foreach (var (key, tensor) in source)
                    if (Wanted(key) && destination.TryGetValue(key, out var target))
                        target.copy_(tensor);
                return (missing, unexpected);
            }

            public Module save(string location, IList<string>? skip = null)
            {
                using var stream = File.Create(location);
                return save(stream, skip);
            }

            public Module save(Stream stream, IList<string>? skip = null)
            {
                using var writer = new BinaryWriter(stream);
                return save(writer, skip);
            }

            public Module save(BinaryWriter writer, IList<string>? skip = null)
            {
                save_state_dict(writer, state_dict(), skip);
                return this;
            }

            /// <summary>Writes TorchSharp's own format: the number of entries as LEB128, then each name and its tensor.</summary>
            public static void save_state_dict(BinaryWriter writer, Dictionary<string, Tensor> sd, IList<string>? skip = null)
            {
                var entries = sd.Where(entry => skip is null || !skip.Contains(entry.Key)).ToList();
                writer.WriteLeb128(entries.Count);
                foreach (var (key, tensor) in entries)
                {
                    writer.Write(key);
                    tensor.Save(writer);
                }
            }

            public virtual Module load(string location, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var stream = File.OpenRead(location);
                return load(stream, strict, skip, loadedParameters);
            }

            public Module load(Stream stream, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var reader = new BinaryReader(stream);
                return load(reader, strict, skip, loadedParameters);
            }

            public virtual Module load(BinaryReader reader, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                var destination = state_dict();
                var entries = reader.ReadLeb128();
                if (strict && entries != destination.Count)
                    throw new ArgumentException($"Mismatched state_dict sizes: expected {destination.Count}, but found {entries} entries.");
                for (long i = 0; i < entries; i++)
                {
                    var key = reader.ReadString();
                    var found = destination.TryGetValue(key, out var target);
                    if (!found && strict)
                        throw new ArgumentException($"Mismatched module state names: the target modules does not have a submodule or buffer named '{key}'");
                    if (found && (skip is null || !skip.Contains(key)))
                        target!.Load(reader);
                    else
                        TensorExtensionMethods.Load(reader, skip: true).Dispose();
                    loadedParameters?.Add(key, found);
                }
                return this;
            }

            internal Module ConvertTo(ScalarType? dtype, Device? device)
            {
                if (dtype is { } type && !type.IsFloatingPoint() && !type.IsComplex())
                    throw new ArgumentException($"nn.Module.to only accepts floating point or complex types, but got desired dtype={type}");
                if (device is not null)
                    InitializeDevice(device);
                if (dtype is { } wanted)
                    ConvertElements(wanted);
                return this;
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing || _disposed)
                    return;
                _disposed = true;
                foreach (var (_, (buffer, _)) in _bufferTable.Pairs)
                    buffer.DetachFromDisposeScope().Dispose();
                foreach (var (_, parameter) in _parameterTable.Pairs)
                    parameter.DetachFromDisposeScope().Dispose();
                foreach (var (_, module) in _moduleTable.Pairs)
                    module.Dispose();
            }

            /// <summary>
            /// Registers the modules, parameters and tensors in the fields of this object, base classes included; a tensor that
            /// has been registered under another name keeps that name.
            /// </summary>
            protected virtual void RegisterComponents()
            {
                if (_componentsRegistered)
                    return;
                foreach (var field in Fields())
                {
                    if (_moduleTable.Contains(field.Name) || _parameterTable.Contains(field.Name) || _bufferTable.Contains(field.Name))
                        continue;
                    switch (field.GetValue(this))
                    {
                        case Module module:
                            register_module(field.Name, module);
                            break;
                        case Parameter parameter when !_parameterTable.Pairs.Any(own => ReferenceEquals(own.Value, parameter)):
                            register_parameter(field.Name, parameter);
                            break;
                        case Tensor tensor when tensor is not Modules.Parameter && !_bufferTable.Pairs.Any(own => ReferenceEquals(own.Value.Tensor, tensor)):
                            register_buffer(field.Name, tensor);
                            break;
                    }
                }
                _componentsRegistered = true;
            }

            protected void ConditionallyRegisterParameter(string name, Parameter? value)
            {
                if (value is null)
                    _parameterTable.Remove(name);
                else
                    _parameterTable[name] = value;
            }

            protected void ConditionallyRegisterBuffer(string name, Tensor? value, bool persistent = true)
            {
                if (value is null)
                    _bufferTable.Remove(name);
                else
                    _bufferTable[name] = (value, persistent);
            }

            private protected void RegisterChild(string childName, Module child) => _moduleTable[childName] = child;

            private protected void ClearChildren() => _moduleTable.Clear();

            private static T? InModule<T>(Module module, string below, Func<Module, string, T?> find)
                where T : class => find(module, below);

            private T? Below<T>(string target, Func<Module, string, T?> find)
                where T : class
            {
                var dot = target.IndexOf('.', StringComparison.Ordinal);
                return dot > 0 && _moduleTable.TryGet(target[..dot], out var module) ? InModule(module, target[(dot + 1)..], find) : null;
            }

            private void ConvertElements(ScalarType dtype)
            {
                foreach (var (_, child) in named_children())
                    child.ConvertElements(dtype);
                var fields = Fields().ToList();
                using var mode = no_grad();
                foreach (var (key, parameter) in _parameterTable.Pairs)
                {
                    if (parameter.dtype == dtype || !(parameter.is_floating_point() || parameter.is_complex()))
                        continue;
                    var converted = new Parameter(parameter.to_type(dtype), parameter.requires_grad);
                    converted.DetachFromDisposeScope();
                    using (var grad = parameter.grad)
                    {
                        if (grad is not null)
                        {
                            using var convertedGrad = grad.to_type(dtype);
                            converted.grad = convertedGrad;
                        }
                    }
                    _parameterTable[key] = converted;
                    Replace(fields, parameter, converted);
                }
                foreach (var (key, (buffer, persistent)) in _bufferTable.Pairs)
                {
                    if (buffer.dtype == dtype || !(buffer.is_floating_point() || buffer.is_complex()))
                        continue;
                    var converted = buffer.to_type(dtype).DetachFromDisposeScope();
                    _bufferTable[key] = (converted, persistent);
                    Replace(fields, buffer, converted);
                }
            }

            private void Replace(List<FieldInfo> fields, Tensor old, Tensor converted)
            {
                foreach (var field in fields)
                    if (ReferenceEquals(field.GetValue(this), old))
                        field.SetValue(this, converted);
                old.DetachFromDisposeScope().Dispose();
            }

            private IEnumerable<FieldInfo> Fields()
            {
                var seen = new HashSet<string>();
                for (var type = GetType(); type is not null && type != typeof(Module); type = type.BaseType)
                    foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly))
                        if (seen.Add(field.Name))
                            yield return field;
            }
        }
    }
}
