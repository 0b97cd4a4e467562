#include "tests/live/traces/prefix.h"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace stampede::traces {

namespace {

const std::set<std::string> kWithoutKeys{"ECHO",  "PING",  "INFO", "AUTH",   "SELECT", "CLIENT",
                                         "HELLO", "MULTI", "EXEC", "SCRIPT", "DBSIZE"};
const std::set<std::string> kWithOneKey{"GET",   "SET",   "EXISTS",  "TTL",      "HGET",          "HSET",
                                        "HDEL",  "SADD",  "SREM",    "ZADD",     "ZRANGEBYSCORE", "ZREMRANGEBYSCORE",
                                        "LPUSH", "BRPOP", "PUBLISH", "SMEMBERS", "HEXISTS",       "SCARD"};
const std::set<std::string> kOfKeysOnly{"DEL", "UNLINK", "SUBSCRIBE"};

std::vector<std::size_t> range(std::size_t begin, std::size_t end) {
  std::vector<std::size_t> places;
  for (std::size_t place = begin; place < end; ++place) places.push_back(place);
  return places;
}

}  // namespace

std::vector<std::size_t> key_places(const Words& command) {
  const std::string& name = command.front();
  if (kWithoutKeys.contains(name)) return {};
  // Its name is the server's, and what comes on it is for this client alone.
  if (command == Words{"SUBSCRIBE", "__redis__:invalidate"}) return {};
  if (kWithOneKey.contains(name)) return {1};
  if (kOfKeysOnly.contains(name)) return range(1, command.size());
  if (name == "EVALSHA" || name == "EVAL") return range(3, 3 + std::stoul(command.at(2)));
  if (name == "SCAN") return {3};  // SCAN cursor MATCH pattern COUNT n
  throw std::out_of_range("which words of " + name + " are keys?");
}

bool keeps_to(const std::string& prefix, const Words& command) {
  const auto places = key_places(command);
  return std::all_of(places.begin(), places.end(),
                     [&](std::size_t place) { return command.at(place).starts_with(prefix); });
}

Words without_prefix(const std::string& prefix, Words command) {
  for (const std::size_t place : key_places(command)) command.at(place).erase(0, prefix.size());
  return command;
}

}  // namespace stampede::traces
