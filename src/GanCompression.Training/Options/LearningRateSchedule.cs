namespace GanCompression.Training;

/// <summary>The linear schedule of pix2pix and CycleGAN: constant, then equal steps towards zero, which it never reaches.</summary>
internal static class LearningRateSchedule
{
    /// <summary>Factor of the learning rate: 1 − max(0, E − constant) / (decay + 1), with epochs E counted from 1.</summary>
    public static double Factor(int epoch, int constantEpochs, int decayEpochs) =>
        1.0 - Math.Max(0, epoch - constantEpochs) / (double)(decayEpochs + 1);
}
