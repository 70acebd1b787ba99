// A C interface to libtorch for the TorchSharp subset next door: any ATen operator is found by its schema name and called
// through the dispatcher with boxed arguments; the few things that are no operators (autograd, generators, modes, threads)
// have a function each. A tensor handle is an owned reference to its TensorImpl. A function that can fail returns null or
// a negative number and leaves its message to shim_error() of the same thread.
#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/api/include/torch/version.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/variable.h>
#include <torch/serialize.h>

#include <cstring>
#include <sstream>
#include <string>
#include <vector>

#define SHIM extern "C" __attribute__((visibility("default")))

// OpenBLAS keeps threads of its own. The symbol is weak: another BLAS may be installed.
extern "C" void openblas_set_num_threads(int) __attribute__((weak));

namespace
{
    using Impl = at::TensorImpl;
    using Owned = c10::intrusive_ptr<Impl, at::UndefinedTensorImpl>;
    using Stack = std::vector<c10::IValue>;

    thread_local std::string last_error;

    // The values are those of ArgumentKind in C#.
    enum Kind : int32_t
    {
        KindDefault,
        KindNone,
        KindTensor,
        KindInt,
        KindDouble,
        KindBool,
        KindIntList,
        KindDoubleList,
        KindTensorList,
        KindOptionalTensorList,
        KindString,
        KindGenerator
    };

    // One argument or result; 16 bytes, the same layout as NativeArgument in C#. `length` counts a list's elements.
    struct Argument
    {
        int32_t kind;
        int32_t length;
        union
        {
            int64_t i;
            double d;
            void* p;
        };
    };

    // What an int must become before the kernel sees it.
    enum class Widening : uint8_t
    {
        None,
        ToDouble,
        ToBool
    };

    struct Operator
    {
        c10::OperatorHandle handle;
        std::vector<Widening> widening;

        explicit Operator(const c10::OperatorHandle& h) : handle(h)
        {
            for (const auto& argument : h.schema().arguments())
            {
                auto type = argument.type();
                if (type->kind() == c10::TypeKind::OptionalType)
                    type = type->containedType(0);
                widening.push_back(type->kind() == c10::TypeKind::FloatType ? Widening::ToDouble
                    : type->kind() == c10::TypeKind::BoolType               ? Widening::ToBool
                                                                            : Widening::None);
            }
        }
    };

    at::Tensor borrow(void* handle)
    {
        return handle ? at::Tensor(Owned::reclaim_copy(static_cast<Impl*>(handle))) : at::Tensor();
    }

    void* give(at::Tensor tensor) { return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr; }

    std::vector<at::Tensor> borrow_all(void** handles, int count)
    {
        std::vector<at::Tensor> tensors;
        tensors.reserve(count);
        for (int i = 0; handles && i < count; i++)
            tensors.push_back(borrow(handles[i]));
        return tensors;
    }

    c10::IValue to_ivalue(const Argument& a, const c10::Argument& expected, Widening widening)
    {
        switch (a.kind)
        {
            case KindDefault:
                TORCH_CHECK(expected.default_value().has_value(), "the argument '", expected.name(), "' has no default value");
                return *expected.default_value();
            case KindNone:
                return {};
            case KindTensor:
                return borrow(a.p);
            case KindInt:
                if (widening == Widening::ToDouble)
                    return static_cast<double>(a.i);
                if (widening == Widening::ToBool)
                    return a.i != 0;
                return a.i;
            case KindDouble:
                return a.d;
            case KindBool:
                return a.i != 0;
            case KindIntList:
            {
                auto* values = static_cast<int64_t*>(a.p);
                return c10::IValue(at::IntArrayRef(values, a.length));
            }
            case KindDoubleList:
            {
                auto* values = static_cast<double*>(a.p);
                return c10::IValue(at::ArrayRef<double>(values, a.length));
            }
            case KindTensorList:
            {
                auto** handles = static_cast<void**>(a.p);
                c10::List<at::Tensor> list;
                list.reserve(a.length);
                for (int i = 0; i < a.length; i++)
                    list.push_back(borrow(handles[i]));
                return list;
            }
            case KindOptionalTensorList:
            {
                auto** handles = static_cast<void**>(a.p);
                c10::List<c10::optional<at::Tensor>> list;
                list.reserve(a.length);
                for (int i = 0; i < a.length; i++)
                    list.push_back(handles[i] ? c10::optional<at::Tensor>(borrow(handles[i])) : c10::nullopt);
                return list;
            }
            case KindString:
                return std::string(static_cast<char*>(a.p), a.length);
            case KindGenerator:
                return *static_cast<at::Generator*>(a.p);
        }
        TORCH_CHECK(false, "unknown argument kind ", a.kind);
    }

    Argument to_result(c10::IValue&& value)
    {
        Argument r{KindNone, 0, {0}};
        if (value.isTensor())
        {
            r.kind = KindTensor;
            r.p = give(std::move(value).toTensor());
        }
        else if (value.isInt())
        {
            r.kind = KindInt;
            r.i = value.toInt();
        }
        else if (value.isDouble())
        {
            r.kind = KindDouble;
            r.d = value.toDouble();
        }
        else if (value.isBool())
        {
            r.kind = KindBool;
            r.i = value.toBool();
        }
        else if (value.isTensorList())
        {
            auto list = value.toTensorVector();
            auto** handles = new void*[list.size()];
            for (size_t i = 0; i < list.size(); i++)
                handles[i] = give(std::move(list[i]));
            r.kind = KindTensorList;
            r.length = static_cast<int32_t>(list.size());
            r.p = handles;
        }
        else
        {
            TORCH_CHECK(value.isNone(), "a result of type ", value.tagKind(), " is not supported");
        }
        return r;
    }

    void describe_tensor(std::ostream& out, void* handle)
    {
        if (!handle)
        {
            out << "None";
            return;
        }
        auto tensor = borrow(handle);
        out << tensor.scalar_type() << tensor.sizes();
        if (!tensor.device().is_cpu())
            out << " on " << tensor.device();
    }

    void describe(std::ostream& out, const Argument& a)
    {
        switch (a.kind)
        {
            case KindDefault: out << "default"; break;
            case KindNone: out << "None"; break;
            case KindTensor: describe_tensor(out, a.p); break;
            case KindInt: out << a.i; break;
            case KindDouble: out << a.d; break;
            case KindBool: out << (a.i ? "true" : "false"); break;
            case KindIntList: out << at::IntArrayRef(static_cast<int64_t*>(a.p), a.length); break;
            case KindDoubleList: out << at::ArrayRef<double>(static_cast<double*>(a.p), a.length); break;
            case KindString: out << '\'' << std::string(static_cast<char*>(a.p), a.length) << '\''; break;
            case KindGenerator: out << "generator"; break;
            case KindTensorList:
            case KindOptionalTensorList:
                out << '[';
                for (int i = 0; i < a.length; i++)
                {
                    if (i > 0)
                        out << ", ";
                    if (i == 8)
                    {
                        out << "... " << a.length << " tensors";
                        break;
                    }
                    describe_tensor(out, static_cast<void**>(a.p)[i]);
                }
                out << ']';
                break;
            default: out << '?'; break;
        }
    }

    // What failed, and the shapes and types it was given: "aten::conv2d(input = Float[1, 3, 8, 8], weight = ...)".
    std::string describe_call(const Operator& op, const Argument* args, int count)
    {
        std::ostringstream out;
        const auto& name = op.handle.operator_name();
        const auto& expected = op.handle.schema().arguments();
        out << name.name;
        if (!name.overload_name.empty())
            out << '.' << name.overload_name;
        out << '(';
        for (int i = 0; i < count; i++)
        {
            out << (i > 0 ? ", " : "");
            if (static_cast<size_t>(i) < expected.size())
                out << expected[i].name() << " = ";
            describe(out, args[i]);
        }
        out << ')';
        return out.str();
    }

    std::string current_message()
    {
        try
        {
            throw;
        }
        catch (const c10::Error& e)
        {
            return e.what_without_backtrace();
        }
        catch (const std::exception& e)
        {
            return e.what();
        }
        catch (...)
        {
            return "unknown native error";
        }
    }

    template <typename Result, typename Body>
    Result guarded(Result failure, Body body)
    {
        try
        {
            return body();
        }
        catch (...)
        {
            last_error = current_message();
            return failure;
        }
    }
}

SHIM const char* shim_error() { return last_error.c_str(); }

SHIM const char* shim_version() { return TORCH_VERSION; }

// ---- operators -------------------------------------------------------------------------------------------------------

SHIM void* shim_find_operator(const char* name, const char* overload)
{
    return guarded<void*>(nullptr, [&] { return new Operator(c10::Dispatcher::singleton().findSchemaOrThrow(name, overload)); });
}

// Calls an operator; arguments short of the schema take its default values. Returns the number of results, or -1.
SHIM int shim_call(Operator* op, const Argument* args, int count, Argument* results, int capacity)
{
    try
    {
        static thread_local Stack pool;
        static const Argument absent{KindDefault, 0, {0}};
        const auto& expected = op->handle.schema().arguments();
        TORCH_CHECK(static_cast<size_t>(count) <= expected.size(), "got ", count, " arguments, expected at most ", expected.size());

        Stack stack = std::move(pool);
        stack.clear();
        stack.reserve(expected.size());
        for (size_t i = 0; i < expected.size(); i++)
            stack.push_back(to_ivalue(i < static_cast<size_t>(count) ? args[i] : absent, expected[i], op->widening[i]));

        op->handle.callBoxed(&stack);

        const int produced = static_cast<int>(stack.size());
        TORCH_CHECK(produced <= capacity, "got ", produced, " results, expected at most ", capacity);
        for (int i = 0; i < produced; i++)
            results[i] = to_result(std::move(stack[i]));
        stack.clear();
        pool = std::move(stack);
        return produced;
    }
    catch (...)
    {
        last_error = current_message();
        try
        {
            last_error += "\n   in " + describe_call(*op, args, count);
        }
        catch (...)
        {
            last_error += "\n   in " + op->handle.operator_name().name;
        }
        return -1;
    }
}

// ---- tensors ---------------------------------------------------------------------------------------------------------

SHIM void shim_tensor_release(void* tensor) { Owned::reclaim(static_cast<Impl*>(tensor)); }
SHIM void shim_tensor_list_release(void** handles) { delete[] handles; }
SHIM void* shim_tensor_alias(void* tensor) { return give(borrow(tensor)); }

// A contiguous CPU tensor with a copy of `bytes` bytes of data.
SHIM void* shim_tensor_from_data(const void* data, int64_t bytes, const int64_t* sizes, int dim, int dtype)
{
    return guarded<void*>(nullptr, [&] {
        auto tensor = at::empty(at::IntArrayRef(sizes, dim), at::TensorOptions().dtype(static_cast<at::ScalarType>(dtype)));
        TORCH_CHECK(static_cast<int64_t>(tensor.nbytes()) == bytes, "the data have ", bytes, " bytes, but a tensor ", tensor.scalar_type(),
            tensor.sizes(), " has ", tensor.nbytes());
        if (bytes > 0)
            std::memcpy(tensor.data_ptr(), data, bytes);
        return give(std::move(tensor));
    });
}

SHIM void* shim_tensor_data(void* tensor)
{
    return guarded<void*>(nullptr, [&] { return borrow(tensor).data_ptr(); });
}

SHIM int shim_tensor_save(void* tensor, const char* path)
{
    return guarded(-1, [&] {
        torch::save(borrow(tensor), std::string(path));
        return 0;
    });
}

SHIM void* shim_tensor_load(const char* path)
{
    return guarded<void*>(nullptr, [&] {
        at::Tensor tensor;
        torch::load(tensor, std::string(path));
        return give(std::move(tensor));
    });
}

SHIM int64_t shim_tensor_numel(Impl* tensor) { return tensor->numel(); }
SHIM int shim_tensor_dim(Impl* tensor) { return static_cast<int>(tensor->dim()); }
SHIM const int64_t* shim_tensor_sizes(Impl* tensor) { return tensor->sizes().data(); }
SHIM const int64_t* shim_tensor_strides(Impl* tensor) { return tensor->strides().data(); }
SHIM int64_t shim_tensor_storage_offset(Impl* tensor) { return tensor->storage_offset(); }
SHIM int shim_tensor_is_contiguous(Impl* tensor) { return tensor->is_contiguous(); }
SHIM int shim_tensor_dtype(Impl* tensor) { return static_cast<int>(c10::typeMetaToScalarType(tensor->dtype())); }
SHIM int64_t shim_tensor_element_size(Impl* tensor) { return static_cast<int64_t>(tensor->dtype().itemsize()); }
SHIM int shim_tensor_device_type(Impl* tensor) { return static_cast<int>(tensor->device_type()); }
SHIM int shim_tensor_requires_grad(void* tensor) { return borrow(tensor).requires_grad(); }
SHIM int shim_tensor_is_leaf(void* tensor) { return borrow(tensor).is_leaf(); }

SHIM int shim_tensor_set_requires_grad(void* tensor, int value)
{
    return guarded(-1, [&] {
        borrow(tensor).set_requires_grad(value != 0);
        return 0;
    });
}

SHIM int shim_tensor_retain_grad(void* tensor)
{
    return guarded(-1, [&] {
        borrow(tensor).retain_grad();
        return 0;
    });
}

SHIM void* shim_tensor_grad(void* tensor) { return give(borrow(tensor).grad()); }

SHIM int shim_tensor_set_grad(void* tensor, void* grad)
{
    return guarded(-1, [&] {
        borrow(tensor).mutable_grad() = borrow(grad);
        return 0;
    });
}

// ---- autograd --------------------------------------------------------------------------------------------------------

SHIM int shim_backward(void** tensors, int count, void** grads, int grad_count, int retain_graph, int create_graph, void** inputs, int input_count)
{
    return guarded(-1, [&] {
        torch::autograd::backward(borrow_all(tensors, count), borrow_all(grads, grad_count),
            retain_graph < 0 ? c10::optional<bool>() : c10::optional<bool>(retain_graph != 0), create_graph != 0,
            borrow_all(inputs, input_count));
        return 0;
    });
}

SHIM int shim_grad(void** outputs, int output_count, void** inputs, int input_count, void** grads, int grad_count, int retain_graph,
    int create_graph, int allow_unused, void** results)
{
    return guarded(-1, [&] {
        auto list = torch::autograd::grad(borrow_all(outputs, output_count), borrow_all(inputs, input_count), borrow_all(grads, grad_count),
            c10::optional<bool>(retain_graph != 0), create_graph != 0, allow_unused != 0);
        for (size_t i = 0; i < list.size(); i++)
            results[i] = give(std::move(list[i]));
        return 0;
    });
}

SHIM int shim_grad_mode_get() { return c10::GradMode::is_enabled(); }
SHIM void shim_grad_mode_set(int enabled) { c10::GradMode::set_enabled(enabled != 0); }
SHIM int shim_inference_mode_get() { return c10::InferenceMode::is_enabled(); }
SHIM void* shim_inference_mode_enter(int enabled) { return new c10::InferenceMode(enabled != 0); }
SHIM void shim_inference_mode_leave(c10::InferenceMode* guard) { delete guard; }

// ---- random numbers --------------------------------------------------------------------------------------------------

SHIM void* shim_generator_new(uint64_t seed)
{
    return guarded<void*>(nullptr, [&] { return new at::Generator(at::detail::createCPUGenerator(seed)); });
}

SHIM void* shim_generator_default()
{
    return guarded<void*>(nullptr, [&] { return new at::Generator(at::detail::getDefaultCPUGenerator()); });
}

SHIM void shim_generator_release(at::Generator* generator) { delete generator; }

SHIM void shim_generator_manual_seed(at::Generator* generator, uint64_t seed)
{
    std::lock_guard<std::mutex> lock(generator->mutex());
    generator->set_current_seed(seed);
}

SHIM uint64_t shim_generator_seed(at::Generator* generator)
{
    std::lock_guard<std::mutex> lock(generator->mutex());
    return generator->seed();
}

SHIM uint64_t shim_generator_initial_seed(at::Generator* generator) { return generator->current_seed(); }

SHIM void* shim_generator_get_state(at::Generator* generator)
{
    return guarded<void*>(nullptr, [&] {
        std::lock_guard<std::mutex> lock(generator->mutex());
        return give(generator->get_state());
    });
}

SHIM int shim_generator_set_state(at::Generator* generator, void* state)
{
    return guarded(-1, [&] {
        std::lock_guard<std::mutex> lock(generator->mutex());
        generator->set_state(borrow(state));
        return 0;
    });
}

// ---- threads ---------------------------------------------------------------------------------------------------------

SHIM int shim_get_num_threads() { return at::get_num_threads(); }

SHIM int shim_set_num_threads(int count)
{
    return guarded(-1, [&] {
        at::set_num_threads(count);
        if (openblas_set_num_threads)
            openblas_set_num_threads(count);
        return 0;
    });
}
