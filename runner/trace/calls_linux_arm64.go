package trace

var old []call
