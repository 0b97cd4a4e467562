#include "simulator/redis/model/sha1.h"

#include <fmt/format.h>

#include <boost/uuid/detail/sha1.hpp>

namespace stampede::redis::model {

std::string sha1_hex(std::string_view text) {
  boost::uuids::detail::sha1 hash;
  hash.process_bytes(text.data(), text.size());
  boost::uuids::detail::sha1::digest_type digest{};
  hash.get_digest(digest);
  std::string hex;
  for (const unsigned int word : digest) hex += fmt::format("{:08x}", word);
  return hex;
}

}  // namespace stampede::redis::model
