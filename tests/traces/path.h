// A path through a strategy: what is there before, what is done, and which commands Redis must see for it.
#pragma once

#include <algorithm>
#include <functional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/traces/stage.h"

namespace stampede::traces {

// Commands are words joined by spaces; `*` stands for any one word. Whatever runs a script is EVALSHA alone, and a scan
// of the key space is one SCAN alone, however many commands it takes.
using Commands = std::vector<std::string>;

struct Path {
  std::string name;  // unique within the strategy
  std::string strategy;
  Stage::Given parameters;
  std::function<void(Stage&)> set_up;  // may be empty
  std::function<std::string(Stage&)> operation;
  std::string outcome;
  Commands expected;
};

struct Trace {
  std::string outcome;
  Commands commands;
};

// All commands that the server has received since the previous call, up to and including `ECHO <marker>`, without the
// run's prefix and without what scripts call.
using CommandLog = std::function<Commands(std::string_view marker)>;

inline std::string first_word(const std::string& command) { return command.substr(0, command.find(' ')); }

// What the strategy sent, of everything between the marks of the operation.
inline Commands own_commands(const Commands& log) {
  Commands own;
  bool within = false;
  bool outside = false;
  std::string before;      // the first word of the command before
  std::string last_other;  // the last command that loaded no script
  for (std::string command : log) {
    if (command == "ECHO operation-begins") within = true;
    if (command == "ECHO operation-ends") within = false;
    if (command == std::string("ECHO ") + kOutsideBegins) outside = true;
    if (command == std::string("ECHO ") + kOutsideEnds) outside = false;
    const std::string word = first_word(command);
    const std::string previous = std::exchange(before, word);
    const bool is_repeated = command == last_other;
    if (word != "SCRIPT") last_other = command;
    if (!within || outside || word == "ECHO" || word == "SCRIPT") continue;
    if (word == "EVALSHA" || word == "EVAL") command = "EVALSHA";
    if (word == "SCAN") command = "SCAN";
    // The server did not know the script, or the scan goes on.
    const bool is_sent_again =
        (word == "EVAL" && previous == "EVALSHA") || (word == "EVALSHA" && previous == "SCRIPT" && is_repeated);
    const bool continues = is_sent_again || (word == "SCAN" && previous == "SCAN");
    if (!continues) own.push_back(std::move(command));
  }
  return own;
}

inline Trace play(const Path& path, Redis& redis, const CommandLog& log) {
  Stage stage(redis, path.strategy, path.parameters);
  if (path.set_up) path.set_up(stage);
  redis.call({"ECHO", "operation-begins"});
  std::string outcome = path.operation(stage);
  redis.call({"ECHO", "operation-ends"});
  return {std::move(outcome), own_commands(log("operation-ends"))};
}

inline bool matches(const std::string& expected, const std::string& actual) {
  std::istringstream expected_words(expected);
  std::istringstream actual_words(actual);
  std::string expected_word;
  std::string actual_word;
  while (expected_words >> expected_word) {
    if (!(actual_words >> actual_word)) return false;
    if (expected_word != "*" && expected_word != actual_word) return false;
  }
  return !(actual_words >> actual_word);
}

// "3 x EVALSHA" stands for three of them.
inline Commands written_out(const Commands& expected) {
  Commands all;
  for (const std::string& command : expected) {
    const std::size_t times = command.find(" x ");
    const bool is_repeated = times != std::string::npos && command.find_first_not_of("0123456789") == times;
    const std::size_t count = is_repeated ? std::stoul(command) : 1;
    all.insert(all.end(), count, is_repeated ? command.substr(times + 3) : command);
  }
  return all;
}

// Empty if the trace is as expected; else what differs.
inline std::string difference(const Path& path, const Trace& trace) {
  std::ostringstream text;
  const Commands expected_commands = written_out(path.expected);
  if (trace.outcome != path.outcome) text << "outcome: " << trace.outcome << ", expected: " << path.outcome << "\n";
  for (std::size_t i = 0; i < std::max(expected_commands.size(), trace.commands.size()); ++i) {
    const std::string expected = i < expected_commands.size() ? expected_commands[i] : "(nothing)";
    const std::string actual = i < trace.commands.size() ? trace.commands[i] : "(nothing)";
    if (!matches(expected, actual)) text << "command " << i << ": " << actual << ", expected: " << expected << "\n";
  }
  return text.str();
}

}  // namespace stampede::traces
