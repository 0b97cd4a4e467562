// Replies, and the error that a command ends with.
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "strategies/redis.h"

namespace stampede::redis::model {

// Thrown by a command's implementation; becomes its reply. The text begins with the error's code.
class CommandError : public std::exception {
 public:
  explicit CommandError(std::string text) : text_(std::move(text)) {}
  const char* what() const noexcept override { return text_.c_str(); }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

constexpr const char* kWrongType = "WRONGTYPE Operation against a key holding the wrong kind of value";
constexpr const char* kSyntaxError = "ERR syntax error";
constexpr const char* kNotAnInteger = "ERR value is not an integer or out of range";
constexpr const char* kNotAFloat = "ERR value is not a valid float";
constexpr const char* kOutOfRange = "ERR value is out of range";
constexpr const char* kNoSuchKey = "ERR no such key";
constexpr const char* kOutOfMemory = "OOM command not allowed when used memory > 'maxmemory'.";

Reply nil_reply();
Reply integer_reply(std::int64_t number);
Reply text_reply(std::string text);
Reply text_reply(std::string_view text);
Reply text_reply(const char* text);
Reply status_reply(std::string_view text);
Reply error_reply(std::string text);
Reply array_reply(std::vector<Reply> elements = {});
inline Reply ok_reply() { return status_reply("OK"); }

}  // namespace stampede::redis::model
