namespace GanCompression.MLNet;

/// <summary>Fixed names inside a lowered generator. They are part of the format of saved models: never change one.</summary>
internal static class LoweredColumns
{
    public const string Source = "__GanCompression.Source";
    public const string Key = "__GanCompression.Key";
    public const string State = "__GanCompression.State";
    public const string Result = "__GanCompression.Result";

    public const string KeyContract = "GanCompression.Key/1";
    public const string ApplyContract = "GanCompression.ApplyGenerator/1";
}
