namespace GanCompression.Runtime;

/// <summary>A part of the arena that is in use from one step of a plan to another.</summary>
internal sealed class PlaneBuffer(long size)
{
    public long Size { get; } = size;

    public int FirstStep { get; private set; } = int.MaxValue;

    public int LastStep { get; private set; } = -1;

    /// <summary>Floats from the start of the arena; set when the plan is complete.</summary>
    public long Offset { get; set; }

    public void UseIn(int step)
    {
        FirstStep = Math.Min(FirstStep, step);
        LastStep = Math.Max(LastStep, step);
    }

    public bool IsUsedTogetherWith(PlaneBuffer other) => FirstStep <= other.LastStep && other.FirstStep <= LastStep;
}
