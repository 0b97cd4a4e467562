// The Redis protocol: commands out by appending to a buffer, replies in through hiredis's parser.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "strategies/redis.h"

struct redisReader;

namespace stampede::redis {

// Appends one command. `prefix` goes in front of every argument that is a key.
void append_command(std::string& output, Args args, std::string_view prefix);

// Turns bytes into replies. hiredis parses; the replies are built in place, without its own reply objects.
class ReplyParser {
 public:
  ReplyParser();
  ReplyParser(const ReplyParser&) = delete;
  ReplyParser& operator=(const ReplyParser&) = delete;

  void feed(const char* bytes, std::size_t count);

  enum class Outcome { reply, incomplete, protocol_error };
  // On `reply` the reply is in `reply`. After `protocol_error` only error() makes sense.
  Outcome next(Reply& reply);
  std::string error() const;

 private:
  struct Release {
    void operator()(redisReader* reader) const;
  };
  Reply parsed_;  // so far; the reader points into it
  std::unique_ptr<redisReader, Release> reader_;
};

}  // namespace stampede::redis
