namespace GanCompression.Runtime;

/// <summary>
/// What the kernels need of a register of floats. Each kernel is written once against this interface; the compiler makes one
/// specialised version per width, in which every operation is a single instruction.
/// </summary>
/// <typeparam name="TVector">The register type.</typeparam>
internal unsafe interface ISimd<TVector>
    where TVector : struct
{
    /// <summary>Values per register.</summary>
    static abstract int Count { get; }

    /// <summary>
    /// Whether there are about thirty registers rather than sixteen: how large a tile of results a convolution can hold.
    /// </summary>
    static abstract bool HasManyRegisters { get; }

    static abstract TVector Load(float* source);

    static abstract void Store(float* target, TVector value);

    static abstract TVector Create(float value);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Subtract(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    /// <summary>left · right + addend, fused where the processor can.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary>The larger value; the right one where either is not a number.</summary>
    static abstract TVector Max(TVector left, TVector right);

    /// <summary>The smaller value; the right one where either is not a number.</summary>
    static abstract TVector Min(TVector left, TVector right);

    /// <summary>Keeps the values whose mask has all bits set and makes the others zero.</summary>
    static abstract TVector And(TVector value, TVector mask);

    /// <summary>Sum of all values.</summary>
    static abstract double Sum(TVector value);

    /// <summary>Hyperbolic tangent, within 2e-7.</summary>
    static abstract TVector Tanh(TVector value);

    /// <summary>(a0 b0 a1 b1 …): the first and second half of the interleaved values.</summary>
    static abstract void Interleave(TVector even, TVector odd, out TVector first, out TVector second);

    /// <summary>The values at even and at odd places of two registers that follow each other.</summary>
    static abstract void Deinterleave(TVector first, TVector second, out TVector even, out TVector odd);
}
