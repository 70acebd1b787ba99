using System.Numerics;

namespace GanCompression.MLNet;

/// <summary>Weather and time of day: where the light comes from, and what it does to colours.</summary>
internal sealed record FacadeLight(
    Vector3 SkyTop, Vector3 SkyHorizon, float Clouds, float Sideways, float ShadowStrength, Vector3 ShadowTint, Vector3 Tint, float Exposure)
{
    internal static FacadeLight Create(ref SeededRandom random)
    {
        float side = random.NextDouble() < 0.5 ? -1 : 1;
        float sideways = side * (0.35f + 0.75f * (float)random.NextDouble());
        double weather = random.NextDouble();
        float exposure = 0.9f + 0.2f * (float)random.NextDouble();
        float clouds = (float)random.NextDouble();
        return weather switch
        {
            < 0.5 => new FacadeLight(
                FacadeColors.Rgb(82, 132, 200), FacadeColors.Rgb(190, 214, 236), 0.35f + 0.4f * clouds, sideways, 0.5f,
                FacadeColors.Rgb(196, 206, 236), FacadeColors.Rgb(255, 250, 240), exposure),
            < 0.8 => new FacadeLight(
                FacadeColors.Rgb(176, 184, 194), FacadeColors.Rgb(222, 226, 230), 0.8f + 0.2f * clouds, sideways * 0.4f, 0.2f,
                FacadeColors.Rgb(226, 230, 236), FacadeColors.Rgb(238, 242, 248), 0.94f * exposure),
            _ => new FacadeLight(
                FacadeColors.Rgb(112, 136, 182), FacadeColors.Rgb(246, 206, 164), 0.3f + 0.5f * clouds, sideways * 1.3f, 0.46f,
                FacadeColors.Rgb(190, 190, 226), FacadeColors.Rgb(255, 232, 202), exposure),
        };
    }
}
