#include "real_server.h"

#include <fmt/format.h>
#include <hiredis/hiredis.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace stampede::redis::model {
namespace {

constexpr timeval kPatience{.tv_sec = 3, .tv_usec = 0};

Reply converted(const redisReply& reply) {
  Reply result;
  switch (reply.type) {
    case REDIS_REPLY_INTEGER:
      result.type = Reply::Type::integer;
      result.integer = reply.integer;
      break;
    case REDIS_REPLY_ARRAY:
      result.type = Reply::Type::array;
      for (std::size_t i = 0; i < reply.elements; ++i) result.elements.push_back(converted(*reply.element[i]));
      break;
    case REDIS_REPLY_NIL:
      break;
    default:
      result.type = reply.type == REDIS_REPLY_STRING   ? Reply::Type::string
                    : reply.type == REDIS_REPLY_STATUS ? Reply::Type::status
                                                       : Reply::Type::error;
      result.text.assign(reply.str, reply.len);
  }
  return result;
}

std::optional<Reply> taken(void* raw) {
  if (raw == nullptr) return {};
  Reply reply = converted(*static_cast<redisReply*>(raw));
  freeReplyObject(raw);
  return reply;
}

std::string write_program() {
  const char* temporary = std::getenv("TMPDIR");
  std::string path =
      (std::filesystem::path(temporary == nullptr ? "/tmp" : temporary) / "stampede-redis-XXXXXX").string();
  const int file = mkstemp(path.data());
  if (file < 0) throw std::runtime_error("cannot make a file in the folder for temporary files");
  close(file);
  std::ofstream(path) << "#!/bin/sh\nexec redis-server \"$1\" --enable-debug-command yes\n";
  chmod(path.c_str(), 0700);
  return path;
}

}  // namespace

void RealConnection::Close::operator()(redisContext* context) const { redisFree(context); }

RealConnection::RealConnection(const std::string& unix_path) : context_(redisConnectUnix(unix_path.c_str())) {
  if (context_ == nullptr || context_->err != 0) throw std::runtime_error("cannot connect to " + unix_path);
  redisSetTimeout(context_.get(), kPatience);
}

void RealConnection::append(const std::vector<std::string>& words) {
  std::vector<const char*> texts;
  std::vector<std::size_t> sizes;
  for (const std::string& word : words) {
    texts.push_back(word.data());
    sizes.push_back(word.size());
  }
  redisAppendCommandArgv(context_.get(), static_cast<int>(words.size()), texts.data(), sizes.data());
}

void RealConnection::flush() {
  int done = 0;
  while (done == 0) {
    if (redisBufferWrite(context_.get(), &done) != REDIS_OK) throw std::runtime_error("the connection broke");
  }
}

std::optional<Reply> RealConnection::read() {
  void* raw = nullptr;
  if (redisGetReply(context_.get(), &raw) != REDIS_OK) return {};
  return taken(raw);
}

std::optional<Reply> RealConnection::read_unasked() {
  void* raw = nullptr;
  if (redisGetReplyFromReader(context_.get(), &raw) == REDIS_OK && raw != nullptr) return taken(raw);
  pollfd descriptor{.fd = context_->fd, .events = POLLIN, .revents = 0};
  if (poll(&descriptor, 1, 0) != 1) return {};
  return read();
}

Reply RealConnection::call(const std::vector<std::string>& words) {
  append(words);
  std::optional<Reply> reply = read();
  if (!reply) throw std::runtime_error(fmt::format("redis-server does not answer {}", words[0]));
  return std::move(*reply);
}

RealServer::RealServer() : program_(write_program()), server_(std::make_unique<PrivateServer>(program_)) {
  control_ = std::make_unique<RealConnection>(path());
  const Reply reply = control_->call({"DEBUG", "SET-ACTIVE-EXPIRE", "0"});
  if (reply.text != "OK") throw std::runtime_error("DEBUG SET-ACTIVE-EXPIRE: " + reply.text);
}

RealServer::~RealServer() { unlink(program_.c_str()); }

void RealServer::synchronise() {
  // What was there before the first PING is found by the look at the sockets that finds that PING, or by an earlier
  // one: all of it is done before the second PING is even read.
  control_->call({"PING"});
  control_->call({"PING"});
}

void RealServer::reset() {
  synchronise();
  control_->call({"FLUSHALL"});
  control_->call({"SCRIPT", "FLUSH"});
}

}  // namespace stampede::redis::model
