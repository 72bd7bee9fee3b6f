"""Half an hour of mixed traffic with faults on, and what must be true after it: `make soak`.

people   what several people do all the time, each in a browser and with a program
trouble  what goes wrong at the gateway meanwhile
watch    memory, file descriptors and tasks of the app
checks   what must be true at the end
"""
