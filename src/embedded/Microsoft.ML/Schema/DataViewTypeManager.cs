using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public static class DataViewTypeManager
{
    private static readonly Lock s_lock = new();
    private static readonly Dictionary<MemberKind, DataViewType> s_types = [];
    private static readonly Dictionary<DataViewType, MemberKind> s_members = [];

    public static void Register(DataViewType dataViewType, Type type, DataViewTypeAttribute typeAttribute = null)
    {
        ArgumentNullException.ThrowIfNull(dataViewType);
        ArgumentNullException.ThrowIfNull(type);
        if (StandardTypes.TryGet(type, out _) || type == typeof(string) || type == typeof(VBuffer<>) || type == typeof(Nullable<>))
        {
            throw Errors.Param(nameof(type), $"Type {type} is one of the types that data views know by default, so it cannot be registered again.");
        }

        var member = new MemberKind(type, typeAttribute);
        lock (s_lock)
        {
            bool knowsMember = s_types.TryGetValue(member, out DataViewType registeredType);
            bool knowsType = s_members.TryGetValue(dataViewType, out MemberKind registeredMember);
            if (knowsMember && !registeredType.Equals(dataViewType))
            {
                throw Errors.Param(nameof(type), $"Repeated type register. The raw type {type} has been associated with {registeredType} so it cannot be associated with {dataViewType}.");
            }

            if (knowsType && registeredMember != member)
            {
                throw Errors.Param(nameof(dataViewType), $"Repeated type register. The DataView type {dataViewType} has been associated with {registeredMember.Type} so it cannot be associated with {type}.");
            }

            s_types[member] = registeredType ?? dataViewType;
            if (!knowsType)
            {
                s_members[dataViewType] = member;
            }
        }
    }

    internal static bool TryGet(Type type, IEnumerable<Attribute> attributes, out DataViewType dataViewType)
    {
        var member = new MemberKind(type, SingleTypeAttribute(type, attributes));
        lock (s_lock)
        {
            return s_types.TryGetValue(member, out dataViewType);
        }
    }

    internal static bool Knows(DataViewType dataViewType)
    {
        lock (s_lock)
        {
            return s_members.ContainsKey(dataViewType);
        }
    }

    private static DataViewTypeAttribute SingleTypeAttribute(Type type, IEnumerable<Attribute> attributes)
    {
        DataViewTypeAttribute[] found = attributes?.OfType<DataViewTypeAttribute>().ToArray() ?? [];
        return found.Length <= 1
            ? found.FirstOrDefault()
            : throw Errors.Param(nameof(type), $"Type {type.Name} cannot be marked with multiple attributes, {string.Join(", ", found.Select(a => a.GetType().Name))}, derived from {typeof(DataViewTypeAttribute)}.");
    }

    private sealed record MemberKind(Type Type, DataViewTypeAttribute Attribute);
}
