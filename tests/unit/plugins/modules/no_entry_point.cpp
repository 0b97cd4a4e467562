// A shared object, but no plug-in.
extern "C" [[gnu::visibility("default")]] int some_function();
extern "C" int some_function() { return 1; }
