// Each test has a server of its own, and some fill every worker of it; side by side they would wait for each other.
[assembly: DoNotParallelize]
