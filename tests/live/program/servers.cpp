// See the header.
#include "servers.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>
#include <tuple>
#include <utility>

namespace stampede {

namespace {

constexpr int kAttempts = 5;

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

std::pair<int, std::uint16_t> listen_somewhere() {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener, generic, size) != 0 || listen(listener, 16) != 0 || getsockname(listener, generic, &size) != 0) {
    throw std::runtime_error("cannot listen");
  }
  return {listener, ntohs(address.sin_port)};
}

}  // namespace

std::uint16_t free_port() {
  const auto [listener, port] = listen_somewhere();
  close(listener);
  return port;
}

UserServer::UserServer(std::vector<std::string> options) : options_(std::move(options)) {
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    port_ = free_port();
    Start start{.program = "redis-server",
                .arguments = {"--port", std::to_string(port_), "--bind", "127.0.0.1", "--unixsocket", socket(),
                              "--save", "", "--appendonly", "no"},
                .environment = {}};
    start.arguments.insert(start.arguments.end(), options_.begin(), options_.end());
    program_ = std::make_unique<Program>(start, folder_ / "server");
    const auto answers = [this] {
      const std::string reply = ask({"PING"});
      return reply == "PONG" || reply.starts_with("NOAUTH");
    };
    if (program_->wait_until(answers)) return;  // otherwise somebody else has taken the port
  }
  throw std::runtime_error("cannot start redis-server");
}

std::string UserServer::tcp_url(const std::string& credentials) const {
  return "redis://" + credentials + (credentials.empty() ? "" : "@") + "127.0.0.1:" + std::to_string(port_);
}

std::string UserServer::ask(const std::vector<std::string>& command) const {
  Start start{.program = "redis-cli", .arguments = {"-s", socket()}, .environment = {}};
  start.arguments.insert(start.arguments.end(), command.begin(), command.end());
  std::string reply = Program(start, folder_ / "client").wait().output;
  while (reply.ends_with('\n')) reply.pop_back();
  return reply;
}

OtherServer::OtherServer(std::string greeting) : greeting_(std::move(greeting)) {
  std::tie(listener_, port_) = listen_somewhere();
  thread_ = std::thread([this] { serve(); });
}

OtherServer::~OtherServer() {
  stopping_ = true;
  shutdown(listener_, SHUT_RDWR);
  thread_.join();
  close(listener_);
}

void OtherServer::serve() {
  std::vector<int> clients;
  while (!stopping_) {
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) continue;
    clients.push_back(client);
    if (send(client, greeting_.data(), greeting_.size(), MSG_NOSIGNAL) < 0) continue;
  }
  for (const int client : clients) close(client);
}

}  // namespace stampede
