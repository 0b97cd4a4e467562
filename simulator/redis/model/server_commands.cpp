// PING, INFO, CLIENT and what else concerns the server or the connection.
#include <fmt/format.h>

#include <chrono>

#include "simulator/redis/model/engine.h"
#include "simulator/redis/model/numbers.h"

namespace stampede::redis::model {
namespace {

Reply ping(Call& call) {
  if (call.size() > 2) throw CommandError("ERR wrong number of arguments for 'ping' command");
  if (call.client.is_subscriber()) return array_reply({text_reply("pong"), text_reply(call.size() > 1 ? call[1] : "")});
  return call.size() > 1 ? text_reply(call[1]) : status_reply("PONG");
}

Reply select(Call& call) {
  if (to_integer(call[1], "ERR value is not an integer or out of range") != 0) {
    throw CommandError("ERR DB index is out of range");
  }
  return ok_reply();
}

Reply flush(Call& call) {
  if (call.size() > 2 || (call.size() == 2 && !equals_word(call[1], "async") && !equals_word(call[1], "sync"))) {
    throw CommandError(kSyntaxError);
  }
  call.engine.flush();
  return ok_reply();
}

Reply time(Call& call) {
  const auto us = std::chrono::duration_cast<std::chrono::microseconds>(call.engine.now()).count();
  return array_reply({text_reply(std::to_string(us / 1'000'000)), text_reply(std::to_string(us % 1'000'000))});
}

Reply info(Call&) { return text_reply("# Server\r\nredis_version:7.0.15\r\nredis_mode:standalone\r\n"); }

constexpr Command kCommands[] = {
    {"ping", -1, flags::kSubscriber, {}, ping},
    {"echo", 2, flags::kNone, {}, [](Call& call) { return text_reply(call[1]); }},
    {"select", 2, flags::kNone, {}, select},
    {"dbsize",
     1,
     flags::kReadOnly,
     {},
     [](Call& call) { return integer_reply(static_cast<std::int64_t>(call.engine.keys().size())); }},
    {"flushall", -1, flags::kWrite, {}, flush},
    {"flushdb", -1, flags::kWrite, {}, flush},
    {"time", 1, flags::kNone, {}, time},
    {"info", -1, flags::kNone, {}, info},
};

}  // namespace

Commands server_commands() { return kCommands; }

}  // namespace stampede::redis::model
