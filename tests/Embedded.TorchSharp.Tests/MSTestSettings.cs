// The default random generator and the number of native threads are global to the process.
[assembly: DoNotParallelize]
