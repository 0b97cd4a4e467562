#include "tests/live/traces/monitor.h"

#include <hiredis/hiredis.h>

#include <stdexcept>

namespace stampede::traces {

namespace {

// Nothing that works takes so long, on whatever machine.
constexpr timeval kAmple{.tv_sec = 60, .tv_usec = 0};

struct ReleaseReply {
  void operator()(void* reply) const { freeReplyObject(reply); }
};
using OwnedReply = std::unique_ptr<void, ReleaseReply>;

int hexadecimal(char digit) { return digit <= '9' ? digit - '0' : digit - 'a' + 10; }

// What stands after a backslash at `place`, which moves past it.
char unescaped(std::string_view line, std::size_t& place) {
  const char letter = line.at(place++);
  switch (letter) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'a':
      return '\a';
    case 'b':
      return '\b';
    case 'x': {
      const int high = hexadecimal(line.at(place++));
      const int low = hexadecimal(line.at(place++));
      return static_cast<char>(high * 16 + low);
    }
    default:
      return letter;
  }
}

// The quoted word that begins at `place`, which moves past it.
std::string quoted_word(std::string_view line, std::size_t& place) {
  std::string word;
  ++place;
  while (line.at(place) != '"') {
    const char letter = line[place++];
    word += letter == '\\' ? unescaped(line, place) : letter;
  }
  ++place;
  return word;
}

}  // namespace

std::string joined(const Words& words) {
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + word;
  return line;
}

// 1700000000.123456 [0 unix:/path] "SET" "key" "va\x00lue"
Words parse_monitor_line(std::string_view line) {
  const std::size_t source = line.find(" [");
  const std::size_t commands = line.find("] \"");
  if (source == std::string_view::npos || commands == std::string_view::npos) {
    throw std::runtime_error("not a line of MONITOR: " + std::string(line));
  }
  if (line.substr(source, commands - source).ends_with(" lua")) return {};
  Words words;
  for (std::size_t place = commands + 2; place < line.size(); ++place) words.push_back(quoted_word(line, place));
  return words;
}

void Monitor::Release::operator()(redisContext* context) const { redisFree(context); }

Monitor::Monitor(const redis::Endpoint& endpoint)
    : context_(redisConnectUnixWithTimeout(endpoint.unix_path.c_str(), kAmple)) {
  if (!context_ || context_->err != 0) throw std::runtime_error("cannot connect to watch the server");
  redisSetTimeout(context_.get(), kAmple);
  const OwnedReply reply(redisCommand(context_.get(), "MONITOR"));
  if (!reply) throw std::runtime_error(std::string("MONITOR: ") + context_->errstr);
}

Words Monitor::next() {
  for (;;) {
    void* raw = nullptr;
    if (redisGetReply(context_.get(), &raw) != REDIS_OK) throw std::runtime_error(context_->errstr);
    const OwnedReply reply(raw);
    const auto* line = static_cast<const redisReply*>(raw);
    Words words = parse_monitor_line({line->str, line->len});
    if (!words.empty()) return words;
  }
}

std::vector<Words> Monitor::until_echo(std::string_view marker) {
  std::vector<Words> commands;
  do {
    commands.push_back(next());
  } while (commands.back() != Words{"ECHO", std::string(marker)});
  return commands;
}

}  // namespace stampede::traces
