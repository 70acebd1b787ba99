// Training uses native threads; classes one after another keep the machine usable and timings honest.
[assembly: DoNotParallelize]
