namespace GanCompression.MLNet;

/// <summary>The kind of house: it makes some layouts and colours likelier than others, as in a real town.</summary>
internal enum FacadeStyle
{
    Boulevard,
    Tenement,
    Southern,
    Modern,
    Classical,
}
