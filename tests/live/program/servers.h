// Servers that the tests start themselves: a Redis with a user's data in it, and something that is no Redis.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "program.h"

namespace stampede {

// A redis-server on a unix socket and on a TCP port of this host.
class UserServer {
 public:
  explicit UserServer(std::vector<std::string> options = {});

  std::string socket_url() const { return "unix://" + socket(); }
  // "redis://127.0.0.1:PORT", with "USER:PASSWORD@" in it if given.
  std::string tcp_url(const std::string& credentials = "") const;

  // What redis-cli prints.
  std::string ask(const std::vector<std::string>& command) const;
  void signal(int number) const { program_->signal(number); }

 private:
  std::string socket() const { return (folder_ / "user.sock").string(); }

  Folder folder_;
  std::vector<std::string> options_;
  std::uint16_t port_ = 0;
  std::unique_ptr<Program> program_;
};

// A port of this host on which nobody listened a moment ago.
std::uint16_t free_port();

// Accepts connections, greets each, and then says nothing more.
class OtherServer {
 public:
  explicit OtherServer(std::string greeting);
  ~OtherServer();
  OtherServer(const OtherServer&) = delete;
  OtherServer& operator=(const OtherServer&) = delete;

  std::string url() const { return "redis://127.0.0.1:" + std::to_string(port_); }

 private:
  void serve();

  std::string greeting_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace stampede
