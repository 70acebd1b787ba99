namespace GanCompression.Benchmarks;

/// <summary>What is measured.</summary>
internal enum Operation
{
    /// <summary>One pass through the generator without gradients.</summary>
    Forward,

    /// <summary>One pix2pix step: discriminator and generator, both updated with Adam.</summary>
    Train,

    /// <summary>One step of distillation: a student of the published proportions learns from pairs, a discriminator and the generator's features.</summary>
    Distill,
}
