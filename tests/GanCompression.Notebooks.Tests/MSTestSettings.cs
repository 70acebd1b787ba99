// Native threads are shared by the whole process, and so is their number.
[assembly: DoNotParallelize]
