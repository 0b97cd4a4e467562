#include "redis_peer.h"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <memory>
#include <stdexcept>

#include "simulator/redis/private_server.h"

namespace stampede::benchmarks {

namespace {

redis::PrivateServer& server() {
  static redis::PrivateServer instance;
  return instance;
}

std::string output_of(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  if (!pipe) throw std::runtime_error("cannot start " + command);
  std::string output;
  std::array<char, 4096> buffer{};
  for (std::size_t count = 0; (count = fread(buffer.data(), 1, buffer.size(), pipe.get())) > 0;) {
    output.append(buffer.data(), count);
  }
  return output;
}

// The second line of the CSV begins with: "GET","152000.00",...
double gets_per_s(const std::string& options) {
  const std::string output =
      output_of(fmt::format("redis-benchmark -s {} -t get -d {} --csv {}", server_socket(), kValueBytes, options));
  const std::size_t begin = output.find("\"GET\",\"");
  if (begin == std::string::npos) {
    throw std::runtime_error("redis-benchmark gave no figure; is Debian's package redis-tools installed?");
  }
  return std::stod(output.substr(begin + 7));
}

}  // namespace

const std::string& server_socket() {
  static const std::string socket = server().endpoint().unix_path;
  return socket;
}

const PeerFigures& peer_figures() {
  static const PeerFigures figures{.gets_per_s = gets_per_s("-c 50 -n 500000"),
                                   .pipelined_gets_per_s = gets_per_s("-c 50 -P 64 -n 5000000")};
  return figures;
}

}  // namespace stampede::benchmarks
