using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Elementwise arithmetic. A name that ends in an underscore changes this tensor and returns it.</summary>
    public partial class Tensor
    {
        public static Tensor operator +(Tensor left, Tensor right) => Aten.AddTensor.Call(left, right);

        public static Tensor operator +(Tensor left, Scalar right) => Aten.AddScalar.Call(left, right);

        public static Tensor operator +(Tensor left, double right) => Aten.AddScalar.Call(left, right);

        public static Tensor operator +(Tensor left, float right) => Aten.AddScalar.Call(left, (double)right);

        public static Tensor operator +(Tensor left, long right) => Aten.AddScalar.Call(left, right);

        public static Tensor operator +(Tensor left, int right) => Aten.AddScalar.Call(left, right);

        public static Tensor operator +(Scalar left, Tensor right) => right + left;

        public static Tensor operator +(double left, Tensor right) => right + left;

        public static Tensor operator +(float left, Tensor right) => right + left;

        public static Tensor operator +(long left, Tensor right) => right + left;

        public static Tensor operator +(int left, Tensor right) => right + left;

        public static Tensor operator -(Tensor left, Tensor right) => Aten.SubTensor.Call(left, right);

        public static Tensor operator -(Tensor left, Scalar right) => Aten.SubScalar.Call(left, right);

        public static Tensor operator -(Tensor left, double right) => Aten.SubScalar.Call(left, right);

        public static Tensor operator -(Tensor left, float right) => Aten.SubScalar.Call(left, (double)right);

        public static Tensor operator -(Tensor left, long right) => Aten.SubScalar.Call(left, right);

        public static Tensor operator -(Tensor left, int right) => Aten.SubScalar.Call(left, right);

        public static Tensor operator -(Scalar left, Tensor right) => Aten.RsubScalar.Call(right, left);

        public static Tensor operator -(double left, Tensor right) => Aten.RsubScalar.Call(right, left);

        public static Tensor operator -(float left, Tensor right) => Aten.RsubScalar.Call(right, (double)left);

        public static Tensor operator -(long left, Tensor right) => Aten.RsubScalar.Call(right, left);

        public static Tensor operator -(int left, Tensor right) => Aten.RsubScalar.Call(right, left);

        public static Tensor operator *(Tensor left, Tensor right) => Aten.MulTensor.Call(left, right);

        public static Tensor operator *(Tensor left, Scalar right) => Aten.MulScalar.Call(left, right);

        public static Tensor operator *(Tensor left, double right) => Aten.MulScalar.Call(left, right);

        public static Tensor operator *(Tensor left, float right) => Aten.MulScalar.Call(left, (double)right);

        public static Tensor operator *(Tensor left, long right) => Aten.MulScalar.Call(left, right);

        public static Tensor operator *(Tensor left, int right) => Aten.MulScalar.Call(left, right);

        public static Tensor operator *(Scalar left, Tensor right) => right * left;

        public static Tensor operator *(double left, Tensor right) => right * left;

        public static Tensor operator *(float left, Tensor right) => right * left;

        public static Tensor operator *(long left, Tensor right) => right * left;

        public static Tensor operator *(int left, Tensor right) => right * left;

        public static Tensor operator /(Tensor left, Tensor right) => Aten.DivTensor.Call(left, right);

        public static Tensor operator /(Tensor left, Scalar right) => Aten.DivScalar.Call(left, right);

        public static Tensor operator /(Tensor left, double right) => Aten.DivScalar.Call(left, right);

        public static Tensor operator /(Tensor left, float right) => Aten.DivScalar.Call(left, (double)right);

        public static Tensor operator /(Tensor left, long right) => Aten.DivScalar.Call(left, right);

        public static Tensor operator /(Tensor left, int right) => Aten.DivScalar.Call(left, right);

        public static Tensor operator /(Scalar left, Tensor right) => DivideInto(left, right);

        public static Tensor operator /(double left, Tensor right) => DivideInto(left, right);

        public static Tensor operator /(float left, Tensor right) => DivideInto((double)left, right);

        public static Tensor operator /(long left, Tensor right) => DivideInto(left, right);

        public static Tensor operator /(int left, Tensor right) => DivideInto(left, right);

        public static Tensor operator %(Tensor left, Tensor right) => Aten.RemainderTensor.Call(left, right);

        public static Tensor operator %(Tensor left, Scalar right) => Aten.RemainderScalar.Call(left, right);

        public static Tensor operator -(Tensor tensor) => Aten.Neg.Call(tensor);

        public Tensor add(Tensor target) => Aten.AddTensor.Call(this, target);

        public Tensor add(Tensor target, Scalar alpha) => Aten.AddTensor.Call(this, target, alpha);

        public Tensor add(Scalar scalar) => Aten.AddScalar.Call(this, scalar);

        public Tensor add(Scalar scalar, Scalar alpha) => Aten.AddScalar.Call(this, scalar, alpha);

        public Tensor add_(Tensor target)
        {
            Aten.AddInPlaceTensor.Run(this, target);
            return this;
        }

        public Tensor add_(Tensor target, Scalar alpha)
        {
            Aten.AddInPlaceTensor.Run(this, target, alpha);
            return this;
        }

        public Tensor add_(Scalar scalar)
        {
            Aten.AddInPlaceScalar.Run(this, scalar);
            return this;
        }

        public Tensor add_(Scalar scalar, Scalar alpha)
        {
            Aten.AddInPlaceScalar.Run(this, scalar, alpha);
            return this;
        }

        public Tensor sub(Tensor target) => Aten.SubTensor.Call(this, target);

        public Tensor sub(Scalar target) => Aten.SubScalar.Call(this, target);

        public Tensor sub_(Tensor target)
        {
            Aten.SubInPlaceTensor.Run(this, target);
            return this;
        }

        public Tensor sub_(Scalar target)
        {
            Aten.SubInPlaceScalar.Run(this, target);
            return this;
        }

        public Tensor mul(Tensor target) => Aten.MulTensor.Call(this, target);

        public Tensor mul(Scalar target) => Aten.MulScalar.Call(this, target);

        public Tensor mul_(Tensor target)
        {
            Aten.MulInPlaceTensor.Run(this, target);
            return this;
        }

        public Tensor mul_(Scalar target)
        {
            Aten.MulInPlaceScalar.Run(this, target);
            return this;
        }

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? Aten.DivTensor.Call(this, target) : Aten.DivTensorMode.Call(this, target, rounding_mode.ToString());

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? Aten.DivScalar.Call(this, target) : Aten.DivScalarMode.Call(this, target, rounding_mode.ToString());

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None)
        {
            if (rounding_mode == RoundingMode.None)
                Aten.DivInPlaceTensor.Run(this, target);
            else
                Aten.DivInPlaceTensorMode.Run(this, target, rounding_mode.ToString());
            return this;
        }

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None)
        {
            if (rounding_mode == RoundingMode.None)
                Aten.DivInPlaceScalar.Run(this, target);
            else
                Aten.DivInPlaceScalarMode.Run(this, target, rounding_mode.ToString());
            return this;
        }

        public Tensor remainder(Tensor target) => Aten.RemainderTensor.Call(this, target);

        public Tensor remainder(Scalar scalar) => Aten.RemainderScalar.Call(this, scalar);

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.Addcmul.Call(this, tensor1, tensor2, value);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value)
        {
            Aten.AddcmulInPlace.Run(this, tensor1, tensor2, value);
            return this;
        }

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => Aten.Addcdiv.Call(this, tensor1, tensor2);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.Addcdiv.Call(this, tensor1, tensor2, value);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2)
        {
            Aten.AddcdivInPlace.Run(this, tensor1, tensor2);
            return this;
        }

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value)
        {
            Aten.AddcdivInPlace.Run(this, tensor1, tensor2, value);
            return this;
        }

        public Tensor lerp(Tensor end, Tensor weight) => Aten.LerpTensor.Call(this, end, weight);

        public Tensor lerp_(Tensor end, Tensor weight)
        {
            Aten.LerpInPlaceTensor.Run(this, end, weight);
            return this;
        }

        public Tensor pow(Tensor exponent) => Aten.PowTensorTensor.Call(this, exponent);

        public Tensor pow(Scalar exponent) => Aten.PowTensorScalar.Call(this, exponent);

        public Tensor pow_(Scalar exponent)
        {
            Aten.PowInPlaceScalar.Run(this, exponent);
            return this;
        }

        public Tensor neg() => Aten.Neg.Call(this);

        public Tensor neg_()
        {
            Aten.NegInPlace.Run(this);
            return this;
        }

        public Tensor abs() => Aten.Abs.Call(this);

        public Tensor abs_()
        {
            Aten.AbsInPlace.Run(this);
            return this;
        }

        public Tensor sign() => Aten.Sign.Call(this);

        public Tensor square() => Aten.Square.Call(this);

        public Tensor sqrt() => Aten.Sqrt.Call(this);

        public Tensor sqrt_()
        {
            Aten.SqrtInPlace.Run(this);
            return this;
        }

        public Tensor rsqrt() => Aten.Rsqrt.Call(this);

        public Tensor rsqrt_()
        {
            Aten.RsqrtInPlace.Run(this);
            return this;
        }

        public Tensor exp() => Aten.Exp.Call(this);

        public Tensor exp_()
        {
            Aten.ExpInPlace.Run(this);
            return this;
        }

        public Tensor log() => Aten.Log.Call(this);

        public Tensor log_()
        {
            Aten.LogInPlace.Run(this);
            return this;
        }

        public Tensor floor() => Aten.Floor.Call(this);

        public Tensor round(long decimals = 0) =>
            decimals == 0 ? Aten.Round.Call(this) : Aten.RoundDecimals.Call(this, decimals);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Aten.Clamp.Call(this, min, max);

        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Aten.ClampTensor.Call(this, min, max);

        public Tensor clamp_(Scalar? min = null, Scalar? max = null)
        {
            Aten.ClampInPlace.Run(this, min, max);
            return this;
        }

        public Tensor clamp_(Tensor? min = null, Tensor? max = null)
        {
            Aten.ClampInPlaceTensor.Run(this, min, max);
            return this;
        }

        public Tensor clamp_min(Scalar min) => Aten.Clamp.Call(this, min, Argument.None);

        public Tensor clamp_min_(Scalar min) => clamp_(min, (Scalar?)null);

        public Tensor clamp_max(Scalar max) => Aten.Clamp.Call(this, Argument.None, max);

        public Tensor clamp_max_(Scalar max) => clamp_((Scalar?)null, max);

        public Tensor maximum(Tensor other) => Aten.Maximum.Call(this, other);

        public Tensor minimum(Tensor other) => Aten.Minimum.Call(this, other);

        public Tensor relu() => Aten.Relu.Call(this);

        public Tensor relu_()
        {
            Aten.ReluInPlace.Run(this);
            return this;
        }

        public Tensor leaky_relu(Scalar negative_slope) => Aten.LeakyRelu.Call(this, negative_slope);

        public Tensor leaky_relu_(Scalar negative_slope)
        {
            Aten.LeakyReluInPlace.Run(this, negative_slope);
            return this;
        }

        public Tensor tanh() => Aten.Tanh.Call(this);

        public Tensor tanh_()
        {
            Aten.TanhInPlace.Run(this);
            return this;
        }

        public Tensor sigmoid() => Aten.Sigmoid.Call(this);

        public Tensor sigmoid_()
        {
            Aten.SigmoidInPlace.Run(this);
            return this;
        }

        public Tensor softplus(double beta = 1, double threshold = 20) => Aten.Softplus.Call(this, beta, threshold);

        public Tensor softmax(long dim, ScalarType? dtype = null) => Aten.Softmax.Call(this, dim, Argument.Dtype(dtype));

        public Tensor fill_(Scalar value)
        {
            Aten.FillInPlaceScalar.Run(this, value);
            return this;
        }

        public Tensor zero_()
        {
            Aten.ZeroInPlace.Run(this);
            return this;
        }

        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null)
        {
            Aten.NormalInPlace.Run(this, mean, std, generator);
            return this;
        }

        public Tensor uniform_(double from, double to, Generator? generator = null)
        {
            Aten.UniformInPlace.Run(this, from, to, generator);
            return this;
        }

        private static Tensor DivideInto(Argument left, Tensor right)
        {
            using var reciprocal = Aten.Reciprocal.Call(right);
            return Aten.MulScalar.Call(reciprocal, left);
        }
    }
}
