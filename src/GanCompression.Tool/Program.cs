using System.Runtime.InteropServices;
using GanCompression.Tool;

NativeEnvironment.LetThreadsSleep();
NativeEnvironment.KeepFreedMemory();
using var interrupted = new CancellationTokenSource();

// The first signal asks for a stop at the next training step; a second one ends the process at once. Files are safe either way: they are moved into place.
void Stop(PosixSignalContext context)
{
    if (interrupted.IsCancellationRequested)
        return;
    context.Cancel = true;
    interrupted.Cancel();
}

using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return await GanCompressTool.RunAsync(args, Console.Out, Console.Error, interrupted.Token);
