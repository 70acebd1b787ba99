namespace GanCompression.Training;

/// <summary>Options of <see cref="Pix2PixTeacher"/>.</summary>
public class Pix2PixOptions : TeacherOptions
{
}
