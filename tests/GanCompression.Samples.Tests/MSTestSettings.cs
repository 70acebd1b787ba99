// Each test starts a process that trains; two at a time would only wait for each other.
[assembly: DoNotParallelize]
