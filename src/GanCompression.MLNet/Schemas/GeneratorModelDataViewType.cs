using Microsoft.ML.Data;

namespace GanCompression.MLNet;

/// <summary>The type of the annotation that carries a <see cref="GeneratorModel"/> from stage to stage.</summary>
internal sealed class GeneratorModelDataViewType : PrimitiveDataViewType
{
    private GeneratorModelDataViewType()
        : base(typeof(GeneratorModel))
    {
    }

    /// <summary>The type, known to ML.NET.</summary>
    public static GeneratorModelDataViewType Instance { get; } = Create();

    /// <inheritdoc/>
    public override bool Equals(DataViewType? other) => other is GeneratorModelDataViewType;

    /// <inheritdoc/>
    public override bool Equals(object? other) => Equals(other as DataViewType);

    /// <inheritdoc/>
    public override int GetHashCode() => typeof(GeneratorModelDataViewType).GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => nameof(GeneratorModel);

    private static GeneratorModelDataViewType Create()
    {
        var type = new GeneratorModelDataViewType();
        DataViewTypeManager.Register(type, typeof(GeneratorModel));
        return type;
    }
}
