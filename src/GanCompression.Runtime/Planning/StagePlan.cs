namespace GanCompression.Runtime;

/// <summary>Where the result of a stage lies, for one image size.</summary>
internal sealed class StagePlan(Stage stage, TensorShape shape, int index, int threads)
{
    private readonly List<Form> _forms = [];

    public Stage Stage { get; } = stage;

    public TensorShape Shape { get; } = shape;

    /// <summary>Position among the stages.</summary>
    public int Index { get; } = index;

    /// <summary>Position of the last stage that reads the result.</summary>
    public int LastReader { get; private set; } = -1;

    /// <summary>How many stages read the result; one that reads it twice counts twice.</summary>
    public int ReaderCount { get; private set; }

    /// <summary>The instance normalisation while it runs; null if the stage has none.</summary>
    public NormState? Norm { get; } = stage.NormEpsilon is { } epsilon ? new NormState(stage.Channels, epsilon, threads) : null;

    /// <summary>The forms in which the result is kept: the plain ones first.</summary>
    public IEnumerable<PlaneView> Views => _forms.OrderBy(form => form.ColumnPhases).Select(form => form.View!);

    /// <summary>Whether somebody inside the network reads the result with whole rows.</summary>
    public bool HasPlainForm => _forms.Exists(form => form.ColumnPhases == 1);

    /// <summary>Whether all readers take one form without a border and with whole rows, if any.</summary>
    public bool IsPlain => _forms.TrueForAll(form => form is { ColumnPhases: 1, Border.Kind: BorderKind.None });

    /// <summary>Asks for a form of the result.</summary>
    /// <param name="border">What must lie around it.</param>
    /// <param name="columnPhases">Number of parts that rows are split into.</param>
    /// <param name="reader">Position of the stage that reads it.</param>
    public void Request(Border border, int columnPhases, int reader)
    {
        LastReader = Math.Max(LastReader, reader);
        ReaderCount++;
        Form? form = _forms.Find(f => f.ColumnPhases == columnPhases && (columnPhases == 1 ? f.Border.IsCompatibleWith(border) : f.Border == border));
        if (form is null)
            _forms.Add(new Form { Border = border, ColumnPhases = columnPhases });
        else
            form.Border = form.Border.Join(border);
    }

    /// <summary>Makes buffers for all forms; requests are over.</summary>
    /// <param name="sharesOnePlane">Whether all channels use the same memory, one after the other.</param>
    public void CreateViews(bool sharesOnePlane)
    {
        foreach (Form form in _forms)
            form.View ??= PlaneView.Create(new PlaneLayout(Shape.Channels, Shape.Height, Shape.Width, form.Border, form.ColumnPhases) { SharesOnePlane = sharesOnePlane });
    }

    /// <summary>Puts the plain form into a place that exists already.</summary>
    public void Place(PlaneView view)
    {
        Form? form = _forms.Find(f => f.ColumnPhases == 1);
        if (form is null)
            _forms.Add(form = new Form { ColumnPhases = 1 });
        form.Border = view.Layout.Border;
        form.View = view;
    }

    /// <summary>The form for a request made before.</summary>
    public PlaneView View(Border border, int columnPhases) =>
        _forms.First(f => f.ColumnPhases == columnPhases && (columnPhases == 1 ? f.Border.IsCompatibleWith(border) && f.Border.Join(border) == f.Border : f.Border == border)).View!;

    private sealed class Form
    {
        public Border Border { get; set; }

        public int ColumnPhases { get; init; }

        public PlaneView? View { get; set; }
    }
}
