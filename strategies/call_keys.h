// Cache keys made of calls, as applications make them. Most designs join texts, so that different calls can come to the
// same key, and answer with each other's values.
#pragma once

#include <string>

#include "strategies/environment.h"

namespace stampede {

// f('a',1,b='c'). Different calls have different keys, if functions and keywords have no other letters in their names
// than identifiers have; whatever is not printable in a text is escaped.
std::string unambiguous_key(const Call& call);

// f:a:1:b:c. Of django-function-caching: f('a','b'), f('a:b') and f(a='b') come to the same, and f(1) and f('1').
std::string joined_key(const Call& call);

// f:MD5(a:1):MD5(b):MD5(c), without the last two where there are no keywords, and f alone without any argument. Of
// django-cacheback: f('a','b') and f('a:b') come to the same, and f(1) and f('1').
std::string hashed_key(const Call& call);

// f>a>1>b=c. What an application of cacheme would write; the storage drops what follows the second '>'.
std::string slotted_key(const Call& call);

// a.1, and f.a.1. Of models whose rows are cached by their id: by the id alone, rows of two models come to the same.
std::string id_key(const Call& call);
std::string class_id_key(const Call& call);

// MD5 in hexadecimal digits.
std::string md5_of(std::string_view text);

using KeyDesign = std::string (*)(const Call& call);

// The key by this design; where the application names the item itself, that name.
std::string cache_key(const Labels& labels, const Key& key, KeyDesign design);

}  // namespace stampede
