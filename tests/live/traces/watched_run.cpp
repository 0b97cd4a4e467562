#include "tests/live/traces/watched_run.h"

#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <regex>
#include <stdexcept>

#include "tests/live/traces/prefix.h"

namespace stampede::traces {

namespace {

constexpr std::size_t kReadable = 50;

std::filesystem::path new_folder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "stampede-test-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a folder: " + pattern);
  return pattern;
}

}  // namespace

WatchedServer::WatchedServer() : folder_(new_folder()) {}

WatchedServer::~WatchedServer() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void WatchedServer::with_client(const std::function<void(Redis&)>& action) const {
  measure::RedisUsage usage;
  runtime::Reactor reactor;
  runtime::Scheduler::run(reactor, [&](runtime::Scheduler& scheduler) {
    redis::LiveRedis client(scheduler, reactor, {.endpoint = server_.endpoint(), .deadline = std::chrono::seconds(60)},
                            "", usage);
    client.connect();
    action(client);
  });
}

int WatchedServer::run(const std::string& scenario, const std::string& wrapper) {
  std::ofstream(folder_ / "scenario.json") << scenario;
  Monitor monitor(server_.endpoint());
  const std::string command = wrapper + " " + STAMPEDE_PROGRAM + " run '" + (folder_ / "scenario.json").string() +
                              "' --quiet --redis 'unix://" + server_.endpoint().unix_path + "' --out '" +
                              (folder_ / "out").string() + "'";
  const int status = std::system(command.c_str());
  with_client([](Redis& client) { client.call({"ECHO", "the-program-has-ended"}); });
  commands_ = monitor.until_echo("the-program-has-ended");
  commands_.pop_back();
  std::erase(commands_, Words{"PING"});
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string WatchedServer::prefix() const {
  static const std::regex kPrefix("^stampede:[0-9a-f]{16}:[0-9]+:");
  for (const Words& command : commands_) {
    const auto places = key_places(command);
    if (places.empty()) continue;
    std::smatch match;
    if (std::regex_search(command.at(places.front()), match, kPrefix)) return match.str();
    throw std::runtime_error("a key without a prefix: " + joined(command));
  }
  throw std::runtime_error("the program named no key");
}

std::vector<std::string> WatchedServer::readable_commands() const {
  std::vector<std::string> readable;
  for (const Words& command : commands_) {
    Words words = without_prefix(prefix(), command);
    std::replace_if(
        words.begin(), words.end(), [](const std::string& word) { return word.size() > kReadable; }, "...");
    readable.push_back(joined(words));
  }
  return readable;
}

void WatchedServer::add_foreign_keys() {
  with_client([](Redis& client) {
    client.call({"SET", "item>0", "somebody else's"});
    client.call({"SET", "stampede:0123456789abcdef:1:item>0", "of another run", "PX", 3'600'000});
    client.call({"SET", "background-queue", "no list"});
    client.call({"HSET", "CM:item", "0", "of another application"});
    client.call({"SADD", "CM:delete", "CM:item>0"});
    client.call({"ZADD", "CM:Meta:Expire-Buckets::CM:item", 1, "CM:item>0"});
    client.call({"RPUSH", "list", "a", "b"});
  });
}

std::map<std::string, std::string> WatchedServer::contents() const {
  std::map<std::string, std::string> contents;
  with_client([&](Redis& client) {
    for (const RedisKey& key : client.scan({"*"})) {
      const bool expires = client.call({"PTTL", key}).as_integer() >= 0;
      contents[key.name] = client.call({"DUMP", key}).as_string() + (expires ? " expires" : "");
    }
  });
  return contents;
}

}  // namespace stampede::traces
