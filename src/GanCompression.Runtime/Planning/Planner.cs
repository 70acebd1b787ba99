namespace GanCompression.Runtime;

/// <summary>Turns a network program into a plan for one image size: chooses where every value lies and in which form, and lists the steps.</summary>
/// <typeparam name="TSimd">Operations.</typeparam>
/// <typeparam name="TVector">Register type.</typeparam>
internal sealed class Planner<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly NetworkProgram _program;
    private readonly int _threads;
    private readonly Dictionary<Stage, StagePlan> _plans = [];
    private readonly List<StagePlan> _ordered = [];
    private readonly List<Step> _steps = [];
    private readonly HashSet<StagePlan> _placed = [];
    private readonly Dictionary<StagePlan, PlaneView> _concatTargets = [];
    private readonly ExternalImage _input;
    private readonly ExternalImage _output;

    private Planner(NetworkProgram program, int height, int width, int threads)
    {
        _program = program;
        _threads = threads;
        IReadOnlyDictionary<string, TensorShape> shapes = program.Graph.InferShapes(height, width);
        foreach (Stage stage in program.Stages)
        {
            var plan = new StagePlan(stage, ShapeOf(stage, shapes), _ordered.Count, threads);
            _plans.Add(stage, plan);
            _ordered.Add(plan);
        }

        _input = new ExternalImage(shapes[program.Graph.Inputs[0].Name]);
        _output = new ExternalImage(_plans[program.Output].Shape);
    }

    /// <summary>Makes the plan.</summary>
    /// <exception cref="GraphException">The network does not accept the size.</exception>
    public static unsafe Plan Create(NetworkProgram program, int height, int width, int threads)
    {
        var planner = new Planner<TSimd, TVector>(program, height, width, threads);
        planner.CollectRequests();
        planner.PlaceConcatenations();
        foreach (StagePlan plan in planner._ordered)
            plan.CreateViews(planner.CanShareOnePlane(plan));
        foreach (StagePlan plan in planner._ordered)
            planner.AddStage(plan);
        Arena arena = planner.CreateArena();
        foreach (Step step in planner._steps)
            step.Bind(arena.Start);
        return new Plan(planner._input, planner._output, [.. planner._steps], arena);
    }

    private TensorShape ShapeOf(Stage stage, IReadOnlyDictionary<string, TensorShape> shapes)
    {
        if (stage.Producer is not IdentityProducer)
            return shapes[stage.Name];
        ValueReference source = stage.Producer.Sources[0];
        TensorShape shape = _plans[source.Stage].Shape;
        return new TensorShape(shape.Channels, shape.Height + 2 * source.Reflection, shape.Width + 2 * source.Reflection);
    }

    private void CollectRequests()
    {
        foreach (StagePlan plan in _ordered)
        {
            switch (plan.Stage.Producer)
            {
                case ConvolutionProducer convolution:
                    (Border border, int columnPhases) = ConvolutionSteps<TSimd, TVector>.FormFor(convolution);
                    Source(convolution).Request(border, columnPhases, plan.Index);
                    break;
                case TransposedConvolutionProducer convolution:
                    Source(convolution).Request(ConvolutionSteps<TSimd, TVector>.BorderFor(convolution, Source(convolution).Shape, plan.Shape), 1, plan.Index);
                    break;
                case ConcatProducer:
                    break;
                default:
                    foreach (ValueReference source in plan.Stage.Producer.Sources)
                        _plans[source.Stage].Request(Border.Mirrored(source.Reflection), 1, plan.Index);
                    break;
            }

            foreach (AddValue sum in plan.Stage.Operations.OfType<AddValue>())
                _plans[sum.Other.Stage].Request(Border.Mirrored(sum.Other.Reflection), 1, plan.Index);
        }
    }

    // A concatenation is free where its inputs can be computed in their places. Later ones first: an input may be one itself.
    private void PlaceConcatenations()
    {
        foreach (StagePlan plan in _ordered.Where(p => p.Stage.Producer is ConcatProducer).Reverse())
        {
            PlaneView whole = ConcatTarget(plan);
            int channel = 0;
            foreach (ValueReference reference in plan.Stage.Producer.Sources)
            {
                StagePlan source = _plans[reference.Stage];
                if (source.IsPlain && !_placed.Contains(source))
                {
                    source.Place(whole with { FirstChannel = whole.FirstChannel + channel, Channels = source.Shape.Channels });
                    _placed.Add(source);
                }

                source.Request(Border.None, 1, plan.Index);
                channel += source.Shape.Channels;
            }
        }
    }

    // Without operations of its own a concatenation is its first plain form, otherwise a buffer of its own.
    private PlaneView ConcatTarget(StagePlan plan)
    {
        if (!_concatTargets.TryGetValue(plan, out PlaneView? view))
        {
            if (plan.Stage.Operations.Count > 0)
            {
                view = PlaneView.Create(PlaneLayout.Plain(plan.Shape));
            }
            else
            {
                if (!plan.HasPlainForm)
                    plan.Request(Border.None, 1, plan.Index);
                plan.CreateViews(sharesOnePlane: false);
                view = plan.Views.First();
            }

            _concatTargets.Add(plan, view);
        }

        return view;
    }

    // A value that only the depthwise convolution right behind it reads never exists as a whole: one plane is enough.
    private bool CanShareOnePlane(StagePlan plan) =>
        _threads == 1
        && plan is { ReaderCount: 1, HasPlainForm: true, Stage.Operations.Count: > 0 }
        && plan.Stage != _program.Output
        && !_placed.Contains(plan)
        && plan.Stage.Producer is not ConcatProducer
        && plan.LastReader == plan.Index + 1
        && _ordered[plan.LastReader].Stage is { Producer: ConvolutionProducer { Layer.IsDepthwise: true } reader }
        && reader.Sources[0].Stage == plan.Stage;

    private StagePlan Source(Producer producer) => _plans[producer.Sources[0].Stage];

    private void Add(Step step) => _steps.Add(step);

    // A depthwise convolution goes channel by channel together with what writes its source, any other convolution row by row
    // (unless several threads share the rows: their bands would overlap).
    private void AddReader(Step step)
    {
        switch (_steps[^1], step)
        {
            case (PixelStep<TSimd, TVector> pixels, DepthwiseStep<TSimd, TVector> depthwise) when pixels.Target.View == depthwise.Source:
                _steps[^1] = new ChannelChainStep(pixels, depthwise) { Work = pixels.Work.Then(depthwise.Work) };
                break;
            case (PixelStep<TSimd, TVector> pixels, ConvolutionStep<TSimd, TVector> convolution) when _threads == 1 && pixels.Target.View == convolution.Source:
                _steps[^1] = new RowChainStep<TSimd, TVector>(pixels, convolution) { Work = pixels.Work.Then(convolution.Work) };
                break;
            default:
                _steps.Add(step);
                break;
        }
    }

    private Arena CreateArena()
    {
        var buffers = new HashSet<PlaneBuffer>();
        for (int i = 0; i < _steps.Count; i++)
        {
            foreach (PlaneBuffer buffer in _steps[i].Buffers)
            {
                buffer.UseIn(i);
                buffers.Add(buffer);
            }
        }

        return new Arena(buffers);
    }

    private void AddStage(StagePlan plan)
    {
        Stage stage = plan.Stage;
        bool isOutput = stage == _program.Output;
        ImageSource? raw = null;
        PlaneView? target = null;
        switch (stage.Producer)
        {
            case InputProducer:
                raw = new ImageSource(_input);
                break;
            case IdentityProducer identity:
                raw = Read(identity.Sources[0]);
                break;
            case TransposedConvolutionProducer { Layer.Stride: > 1 } convolution:
                TensorShape shape = plan.Shape;
                target = PlaneView.Create(new PlaneLayout(shape.Channels, shape.Height, shape.Width, Border.None, convolution.Layer.Stride));
                raw = new ImageSource(target);
                break;
            case ConcatProducer:
                target = ConcatTarget(plan);
                raw = stage.Operations.Count > 0 ? new ImageSource(target) : null;
                break;
            default:
                if (stage.Operations.Count > 0 || !plan.HasPlainForm)
                {
                    target = PlaneView.Create(PlaneLayout.Plain(plan.Shape));
                    raw = new ImageSource(target);
                }
                else
                {
                    target = plan.Views.First();
                }

                break;
        }

        if (target is not null)
            AddProducer(plan, target);
        if (plan.Norm is not null && stage.Producer is not (ConvolutionProducer or TransposedConvolutionProducer))
            Add(new MomentsStep<TSimd, TVector>(raw!, plan.Norm) { Work = StepWork.Extra("statistics", plan) });

        // The first plain form is written by the pixel operations (or the producer itself); the others are copies of it.
        PlaneView[] views = [.. plan.Views];
        int done = 0;
        ImageSource? written = null;
        if (raw is null)
        {
            if (views[0].Layout.Border != Border.None)
                Add(new BorderStep(views[0]) { Work = StepWork.Extra("border", plan) });
            done = 1;
            written = new ImageSource(views[0]);
        }

        for (; done < views.Length; done++)
        {
            PlaneView view = views[done];
            if (written is null)
            {
                StepWork work = done == 0 ? StepWork.OfPixels(plan) : StepWork.Extra("copy", plan);
                Add(new PixelStep<TSimd, TVector>(raw!, new ImageTarget(ReuseOperand(plan, view)), Instructions(plan), _threads) { Work = work });
                if (view.Layout.ColumnPhases == 1)
                    written = new ImageSource(plan.Views.First());
            }
            else
            {
                Add(new PixelStep<TSimd, TVector>(written, new ImageTarget(view), [], _threads) { Work = StepWork.Extra("copy", plan) });
            }
        }

        if (isOutput)
        {
            if (written is null)
                Add(new PixelStep<TSimd, TVector>(raw!, new ImageTarget(_output), Instructions(plan), _threads) { Work = StepWork.OfPixels(plan) });
            else
                Add(new PixelStep<TSimd, TVector>(written, new ImageTarget(_output), [], _threads) { Work = StepWork.Extra("copy", plan) });
        }
    }

    // A residual sum is written over the operand that nobody needs afterwards.
    private PlaneView ReuseOperand(StagePlan plan, PlaneView view)
    {
        if (view.Layout.ColumnPhases > 1 || _placed.Contains(plan) || plan.Stage.Operations.OfType<AddValue>().Count() != 1)
            return view;
        ValueReference other = plan.Stage.Operations.OfType<AddValue>().Single().Other;
        StagePlan operand = _plans[other.Stage];
        if (other.Reflection > 0 || operand.LastReader != plan.Index || operand.Stage == _program.Output)
            return view;

        // The parts of a concatenation may have readers of their own.
        if (_placed.Contains(operand) || operand.Stage.Producer is ConcatProducer)
            return view;
        PlaneView place = operand.View(Border.None, 1);
        bool isWhole = place.FirstChannel == 0 && place.Channels == place.Layout.Channels;
        if (!isWhole || place.Layout != view.Layout || plan.Stage.Producer is IdentityProducer && plan.Stage.Producer.Sources[0].Stage == operand.Stage)
            return view;
        plan.Place(place);
        return place;
    }

    private ImageSource Read(ValueReference reference) =>
        new(_plans[reference.Stage].View(Border.Mirrored(reference.Reflection), 1), reference.Reflection);

    private PixelInstruction[] Instructions(StagePlan plan) =>
    [
        .. plan.Stage.Operations.Select(operation => operation switch
        {
            AffineMap map => new PixelInstruction(map, map.Scale ?? plan.Norm!.Scale, map.Shift ?? plan.Norm!.Shift),
            AddValue sum => new PixelInstruction(sum, Other: Read(sum.Other)),
            _ => new PixelInstruction(operation),
        }),
    ];

    private void AddProducer(StagePlan plan, PlaneView target)
    {
        Stage stage = plan.Stage;
        switch (stage.Producer)
        {
            case ConvolutionProducer { Layer.IsDepthwise: true } convolution:
                AddReader(ConvolutionSteps<TSimd, TVector>.Depthwise(plan, convolution, Source(convolution), target));
                break;
            case ConvolutionProducer convolution:
                NormState? inputNorm = convolution.InputNorm is { } norm ? _plans[norm].Norm : null;
                AddReader(ConvolutionSteps<TSimd, TVector>.Convolution(plan, convolution, Source(convolution), target, inputNorm, _threads));
                break;
            case TransposedConvolutionProducer convolution:
                AddReader(ConvolutionSteps<TSimd, TVector>.Transposed(plan, convolution, Source(convolution), target, _threads));
                break;
            case PoolingProducer pooling:
                Add(new PoolingStep<TSimd, TVector>(PlainSource(pooling), target, pooling, _threads) { Work = StepWork.Of(plan) });
                break;
            case GlobalMeanProducer mean:
                Add(new GlobalMeanStep<TSimd, TVector>(PlainSource(mean), target) { Work = StepWork.Of(plan) });
                break;
            case UpsampleProducer upsample:
                Add(new UpsampleStep(PlainSource(upsample), target, upsample.Scale) { Work = StepWork.Of(plan) });
                break;
            case ConcatProducer concat:
                int channel = 0;
                foreach (ValueReference reference in concat.Sources)
                {
                    PlaneView source = _plans[reference.Stage].View(Border.None, 1);
                    if (source.Buffer != target.Buffer || source.FirstChannel != target.FirstChannel + channel)
                    {
                        PlaneView place = target with { FirstChannel = target.FirstChannel + channel, Channels = source.Channels };
                        Add(new PixelStep<TSimd, TVector>(new ImageSource(source), new ImageTarget(place), [], _threads) { Work = StepWork.Extra("copy", plan) });
                    }

                    channel += reference.Stage.Channels;
                }

                break;
        }
    }

    private PlaneView PlainSource(Producer producer) => Source(producer).View(Border.None, 1);
}
