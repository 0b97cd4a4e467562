// The finished program as a user runs it: started as a process of its own, watched from outside.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "folder.h"

namespace stampede {

// Nothing that works takes so long, on whatever machine.
inline constexpr std::chrono::seconds kAmple{120};

enum class Terminal { none, standard_error, all };

struct Start {
  std::string program = STAMPEDE_PROGRAM;
  std::vector<std::string> arguments;
  std::map<std::string, std::string> environment;  // beside what the tests run with
  Terminal terminal = Terminal::none;
};

struct Outcome {
  int exit_code = -1;  // -1: ended by `signal`
  int signal = 0;
  std::string output;           // standard output, if that is no terminal
  std::string errors;           // standard error, if that is no terminal
  std::string terminal_output;  // what the terminal received
};

// One call of the program, in a working folder and with a folder for temporary files of its own.
class Program {
 public:
  explicit Program(const Start& start, const std::filesystem::path& folder);
  ~Program();  // kills what still runs
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  pid_t process() const { return process_; }
  void signal(int number) const;
  void press(char key);  // at the terminal
  bool runs();

  // Until the program has ended. One that takes longer than kAmple is killed, and the test fails.
  Outcome wait();

  // Looks again and again until the condition holds; false when the program has ended, or after kAmple.
  bool wait_until(const std::function<bool()>& condition);

 private:
  void become_program(const Start& start) const;
  void read_terminal();

  std::filesystem::path folder_;
  pid_t process_ = -1;
  int terminal_ = -1;
  bool ended_ = false;
  int status_ = 0;
  std::string terminal_output_;
};

bool eventually(const std::function<bool()>& condition);

// Processes, as /proc shows them. One that has ended but was not reaped does not run.
bool is_running(pid_t process);
std::vector<pid_t> children_of(pid_t process);
// The redis-server that the program has started: its child's child. -1: there is none.
pid_t server_of(pid_t program);

}  // namespace stampede
