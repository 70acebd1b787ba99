namespace GanCompression.Benchmarks;

/// <summary>What is measured.</summary>
internal enum Operation
{
    /// <summary>One pass through the generator without gradients.</summary>
    Forward,

    /// <summary>One pix2pix step: discriminator and generator, both updated with Adam.</summary>
    Train,
}
