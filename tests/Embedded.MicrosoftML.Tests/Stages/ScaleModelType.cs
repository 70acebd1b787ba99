namespace Embedded.MicrosoftML.Tests.Stages;

internal sealed class ScaleModelType : PrimitiveDataViewType
{
    private ScaleModelType()
        : base(typeof(ScaleModel))
    {
    }

    public static ScaleModelType Instance { get; } = new();

    public override bool Equals(DataViewType? other) => other is ScaleModelType;

    public override bool Equals(object? obj) => obj is ScaleModelType;

    public override int GetHashCode() => 31;
}
